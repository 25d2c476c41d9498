'use strict';

const definitions = require('../settings/settings.json');
const { createTranslator } = require('./texts');

// What the definition of a setting has for the module and its pages, and not for the server.
const OWN_KEYS = ['id', 'default', 'docs', 'allowed', 'min', 'max'];

/**
 * Defines the module's group in the admin UI from settings/settings.json, in the server's language.
 * `addGroup` and `add` are async from release 8 on; either way the promise resolves when all are
 * defined.
 *
 * @param {import('./services').Services} services
 * @returns {Promise<void>}
 */
function defineSettings(services) {
  const { settings, settingsRegistry } = services.get('settings');
  const translate = createTranslator(settings.get('Language'));
  const { id, i18nLabel } = definitions.group;
  const options = { i18nLabel: translate(i18nLabel) };
  const added = settingsRegistry.addGroup(id, options, /** @this {any} */ function group() {
    return definitions.sections.reduce((before, section) => before
      .then(() => this.section(translate(section.name), /** @this {any} */ function content() {
        return addAll(this, section.settings, translate);
      })), Promise.resolve());
  });
  return Promise.resolve(added).then(() => undefined);
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
