'use strict';

const { defineMethods } = require('./methods');
const { defineSettings } = require('./settings-group');

/**
 * Starts the module in the server's startup hook. It never throws, never rejects and does not keep
 * the server waiting: what goes wrong is logged and the server goes on.
 *
 * @param {import('./context').ModuleContext} context
 */
function startModule(context) {
  attempt(context, 'methods', () => defineMethods(context));
  attempt(context, 'settings', () => defineSettings(context.services()));
  attempt(context, 'start', () => context.registrar().start()
    .then((/** @type {any} */ { watchedSettings }) => watch(context, watchedSettings)));
}

/**
 * @param {import('./context').ModuleContext} context
 * @param {string[]} ids
 */
function watch(context, ids) {
  const { settings } = context.services().get('settings');
  for (const id of ids) {
    settings.watch(id, (/** @type {any} */ value) => {
      attempt(context, 'setting', () => context.registrar().settingChanged({ id, value }));
    });
  }
}

/**
 * @param {import('./context').ModuleContext} context
 * @param {string} what
 * @param {() => any} work
 */
function attempt(context, what, work) {
  const report = (/** @type {any} */ error) => {
    try {
      context.services().get('logger').SystemLogger.error({
        msg: `Registrar: ${what} failed`, code: error.code, reason: String(error.message || error),
      });
    } catch (_) {
      console.error(`Registrar: ${what} failed (${String(error)}).`);
    }
  };
  try {
    Promise.resolve(work()).catch(report);
  } catch (error) {
    report(error);
  }
}

module.exports = { startModule };
