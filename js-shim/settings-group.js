'use strict';

const definitions = require('../settings/settings.json');

/**
 * Defines the module's group in the admin UI from settings/settings.json. `addGroup` and `add` are
 * async from release 8 on; either way the promise resolves when all are defined.
 *
 * @param {import('./services').Services} services
 * @returns {Promise<void>}
 */
function defineSettings(services) {
  const { settingsRegistry } = services.get('settings');
  const { id, ...options } = definitions.group;
  const added = settingsRegistry.addGroup(id, options, /** @this {any} */ function group() {
    return definitions.sections.reduce((before, section) => before
      .then(() => this.section(section.name, /** @this {any} */ function content() {
        return addAll(this, section.settings);
      })), Promise.resolve());
  });
  return Promise.resolve(added).then(() => undefined);
}

/**
 * @param {any} group the object that `addGroup` or `section` gives as `this`
 * @param {any[]} settings
 * @returns {Promise<any>}
 */
function addAll(group, settings) {
  return settings.reduce((before, { id, default: value, ...options }) => before
    .then(() => group.add(id, value, options)), Promise.resolve());
}

module.exports = { defineSettings };
