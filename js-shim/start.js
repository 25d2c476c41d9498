'use strict';

const { defineMethods } = require('./methods');
const { handOverStored } = require('./port-license');
const { addToRegistry } = require('./metrics');
const { SYNC_ENABLED } = require('./port');
const { report } = require('./report');
const { defineSettings } = require('./settings-group');

/**
 * Starts the module in the server's startup hook. It never throws, never rejects and does not keep
 * the server waiting: what goes wrong is logged and the server goes on.
 *
 * @param {import('./context').ModuleContext} context
 */
function startModule(context) {
  attempt(context, 'methods', () => defineMethods(context));
  attempt(context, 'measurements', () => {
    const client = context.services().find('prometheus');
    if (client) addToRegistry(client.default || client, context);
  });
  if (context.layout.keepsNoLicense) {
    attempt(context, 'the license', () => handOverStored(context.services()));
  }
  // The native module reads its settings, so they are defined first; without them it works with
  // their defaults.
  attempt(context, 'settings', () => defineSettings(context.services(), context.layout.major)
    .then(() => context.settingsDefined()))
    .then(() => attempt(context, 'start', () => context.registrar().start()
      .then((/** @type {any} */ { watchedSettings }) => watch(context, watchedSettings))))
    .then(() => context.started());
}

/**
 * @param {import('./context').ModuleContext} context
 * @param {string[]} ids
 */
function watch(context, ids) {
  const { settings } = context.services().get('settings');
  const tell = (/** @type {string} */ id, /** @type {any} */ value) => (
    attempt(context, 'setting', () => context.registrar().settingChanged({ id, value })));
  for (const id of ids) {
    settings.watch(id, (/** @type {any} */ value) => { tell(id, value); });
  }
  if (context.layout.syncSwitch) {
    settings.change(context.layout.syncSwitch, () => {
      tell(SYNC_ENABLED, settings.get(SYNC_ENABLED));
    });
  }
}

/**
 * Runs `work` and logs what goes wrong.
 *
 * @param {import('./context').ModuleContext} context
 * @param {string} what
 * @param {() => any} work
 * @returns {Promise<void>} never rejects
 */
function attempt(context, what, work) {
  return new Promise((resolve) => resolve(work()))
    .then(() => undefined, (error) => report(context, what, error));
}

module.exports = { startModule };
