/**
 * Fills the cache from the database.
 *
 * @param {{model: object, settings: object}} services
 */
export async function initializeSettings({ model, settings }) {
  (await model.find().toArray()).forEach((record) => settings.set(record));
  settings.initialized();
}
