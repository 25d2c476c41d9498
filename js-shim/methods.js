'use strict';

const { meteorError } = require('./meteor-error');

/**
 * Defines the module's DDP methods: the buttons of its settings group, which answer with the text
 * of the toast, and the two methods that releases before 6.5 had.
 *
 * @param {import('./context').ModuleContext} context
 */
function defineMethods(context) {
  const registrar = () => context.registrar();
  const methods = /** @type {Object<string, Function>} */ ({
    'registrar:sync': button(
      () => registrar().sync({ reason: 'admin' }),
      'RegisterWorkspace_Syncing_Complete',
    ),
    'registrar:disconnect': button(() => registrar().disconnect(), disconnectedMessage),
    'registrar:reconnect': button(() => registrar().reconnect(), 'Workspace_registered'),
    'cloud:disconnectWorkspace': () => registrar().disconnect().then(() => true),
    'cloud:reconnectWorkspace': () => registrar().reconnect().then(() => true),
  });
  const meteor = context.services().meteor();
  const guarded = Object.entries(methods).map(([name, run]) => [name, guard(context, name, run)]);
  meteor.methods(Object.fromEntries(guarded));
}

/**
 * @param {() => Promise<any>} run
 * @param {string | ((answer: any) => string)} message a text or a translation key of the server
 */
function button(run, message) {
  return () => run().then((answer) => ({
    message: typeof message === 'function' ? message(answer) : message,
  }));
}

/** @param {any} answer */
function disconnectedMessage(answer) {
  return answer.cloudTold
    ? 'Disconnected'
    : `Disconnected. ${answer.error ? `${answer.error.cause} ${answer.error.remedy}` : ''}`;
}

/**
 * Checks login and permission as the server's own cloud methods do. On release 6 the user is known
 * only before the first wait, so it is read first and the rest is chained.
 *
 * @param {import('./context').ModuleContext} context
 * @param {string} method
 * @param {Function} run
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

module.exports = { defineMethods };
