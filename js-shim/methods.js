'use strict';

const { buttons } = require('./buttons');
const { askStarted } = require('./calling');
const { meteorError } = require('./meteor-error');

// What the server's settings pages ask a second factor for, the module asks it for as well.
const TWO_FACTOR = ['registrar:disconnect'];

/**
 * Defines the module's DDP methods: the buttons of its settings group, which answer with the text
 * of the toast, and the two methods that some releases had and others have not.
 *
 * @param {import('./context').ModuleContext} context
 */
function defineMethods(context) {
  const methods = /** @type {Object<string, () => Promise<any>>} */ ({
    ...buttons(context),
    'cloud:disconnectWorkspace': () => askStarted(context, 'disconnect').then(() => true),
    'cloud:reconnectWorkspace': () => askStarted(context, 'reconnect').then(() => true),
  });
  const kept = context.layout.keepsMethods || [];
  const guarded = Object.entries(methods)
    .filter(([name]) => !kept.includes(name))
    .map(([name, run]) => [name, secondFactor(context, name, guard(context, name, run))]);
  context.services().meteor().methods(Object.fromEntries(guarded));
}

/**
 * Checks login and permission as the server's own cloud methods do. On release 6 the user is known
 * only before the first wait, so it is read first and the rest is chained.
 *
 * @param {import('./context').ModuleContext} context
 * @param {string} method
 * @param {() => Promise<any>} run
 */
function guard(context, method, run) {
  return function guarded() {
    const services = context.services();
    const meteor = services.meteor();
    const uid = meteor.userId();
    if (!uid) {
      throw new meteor.Error('error-invalid-user', 'Invalid user', { method });
    }
    return services.get('permission').hasPermissionAsync(uid, 'manage-cloud')
      .then((/** @type {boolean} */ allowed) => {
        if (!allowed) {
          throw new meteor.Error('error-not-authorized', 'Not authorized', { method });
        }
        return run().catch((/** @type {any} */ error) => {
          throw meteorError(context, error);
        });
      });
  };
}

/**
 * @param {import('./context').ModuleContext} context
 * @param {string} name
 * @param {() => any} method
 * @returns {Function}
 */
function secondFactor(context, name, method) {
  const twoFactor = TWO_FACTOR.includes(name) && context.services().find('twoFactor');
  return twoFactor ? twoFactor.twoFactorRequired(method) : method;
}

module.exports = { defineMethods };
