'use strict';

const { ask } = require('../calling');

/**
 * `removeWorkspaceRegistrationInfo.ts`. Disconnects, keeping what reconnecting needs; unlike the
 * original it does not send the admins into the setup wizard.
 *
 * @param {import('../context').ModuleContext} context
 */
function removeRegistration(context) {
  return {
    exports: {
      removeWorkspaceRegistrationInfo: () => ask(context, 'disconnect').then(
        () => true,
        (/** @type {any} */ error) => {
          if (error.code === 'registration.not-registered') {
            return true;
          }
          throw error;
        },
      ),
    },
  };
}

module.exports = { removeRegistration };
