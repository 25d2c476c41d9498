'use strict';

// The settings that the module's buttons take their input from. They are read from the database,
// because the button may reach another instance than the one that stored the value.

/**
 * @param {import('./services').Services} services
 * @param {string} id
 * @returns {Promise<string>}
 */
function readText(services, id) {
  return services.get('models').Settings.getValueById(id)
    .then((/** @type {any} */ value) => String(value || '').trim());
}

/**
 * @param {import('./services').Services} services
 * @param {string} id
 * @param {string} text
 * @returns {Promise<void>}
 */
function writeText(services, id, text) {
  return services.get('models').Settings.updateValueById(id, text)
    .then(() => services.get('notify').notifyOnSettingChangedById(id))
    .then(() => undefined);
}

module.exports = { readText, writeText };
