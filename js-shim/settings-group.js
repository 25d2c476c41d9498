'use strict';

const definitions = require('../settings/settings.json');
const { createTranslator } = require('./texts');

// What the definition of a setting has for the module and its pages, and not for the server.
const OWN_KEYS = ['id', 'default', 'docs', 'allowed', 'min', 'max'];

const DUPLICATE_KEY = 11000;
const MOST_TRIES = 20;

/**
 * Defines the module's group in the admin UI from settings/settings.json, in the server's language.
 * Another instance may start on the same new database at the same time: what it has defined is
 * taken over.
 *
 * @param {import('./services').Services} services
 * @param {number} [major] of the server's release
 * @param {number} [tries]
 * @returns {Promise<void>}
 */
function defineSettings(services, major, tries = MOST_TRIES) {
  return defineAll(services, major).catch((error) => {
    if (error.code !== DUPLICATE_KEY || tries <= 1) {
      throw error;
    }
    return takeOverDefined(services).then(() => defineSettings(services, major, tries - 1));
  });
}

/**
 * Makes this instance's cache know what is in the database of the module's settings.
 *
 * @param {import('./services').Services} services
 * @returns {Promise<void>}
 */
async function takeOverDefined(services) {
  const ids = definitions.sections.reduce(
    (/** @type {string[]} */ all, section) => [...all, ...section.settings.map(({ id }) => id)],
    [definitions.group.id],
  );
  const { settings } = services.get('settings');
  const records = await services.database().collection('rocketchat_settings')
    .find({ _id: { $in: ids } }).toArray();
  records.filter((/** @type {any} */ { _id }) => !settings.getSetting(_id))
    .forEach((/** @type {any} */ record) => settings.set(record));
}

/**
 * @param {import('./services').Services} services
 * @param {number} [major]
 * @returns {Promise<void>} resolves when all are defined
 */
function defineAll(services, major) {
  const { settings, settingsRegistry } = services.get('settings');
  const translate = createTranslator(settings.get('Language'), major);
  const { id, i18nLabel } = definitions.group;
  const options = { i18nLabel: translate(i18nLabel) };
  return within((content) => settingsRegistry.addGroup(id, options, content), (group) => (
    definitions.sections.reduce((before, section) => before.then(() => within(
      (content) => group.section(translate(section.name), content),
      (inner) => addAll(inner, section.settings, translate),
    )), Promise.resolve())));
}

/**
 * Not every release waits for what the callback of a group or section does.
 *
 * @param {(content: Function) => any} open a group or section, with its callback
 * @param {(group: any) => Promise<void>} fill it
 * @returns {Promise<void>} resolves when both have come to their end
 */
function within(open, fill) {
  /** @type {Promise<void>} */
  let filled = Promise.resolve();
  return new Promise((resolve) => resolve(open(/** @this {any} */ function content() {
    filled = fill(this);
    return filled;
  }))).then(() => filled);
}

/**
 * @param {any} group the object that `addGroup` or `section` gives as `this`
 * @param {any[]} settings
 * @param {(text: string) => string} translate
 * @returns {Promise<any>}
 */
function addAll(group, settings, translate) {
  return settings.reduce((before, setting) => before.then(() => (
    group.add(setting.id, setting.default, optionsOf(setting, translate))
  )), Promise.resolve());
}

/**
 * @param {any} setting one of settings/settings.json
 * @param {(text: string) => string} translate
 * @returns {object} what the server takes besides id and value
 */
function optionsOf(setting, translate) {
  const options = Object.fromEntries(Object.entries(setting)
    .filter(([key]) => !OWN_KEYS.includes(key)));
  for (const key of ['i18nLabel', 'i18nDescription', 'actionText']) {
    if (options[key]) {
      options[key] = translate(options[key]);
    }
  }
  // The server's pages show a description only if it is a translation key, an alert in any case.
  if (/\s/.test(options.i18nDescription || '')) {
    options.alert = options.i18nDescription;
    delete options.i18nDescription;
  }
  if (options.values) {
    options.values = options.values
      .map((/** @type {any} */ one) => ({ ...one, i18nLabel: translate(one.i18nLabel) }));
  }
  return options;
}

module.exports = { defineSettings };
