'use strict';

const { ask } = require('../calling');
const { report } = require('../report');

/**
 * `/server/startup/cloudRegistration.ts`: the server's own forced registration, called once after
 * an upgrade while the server starts. It follows the module's policy, once the module has started;
 * the server's start neither waits for that nor fails with it.
 *
 * @param {import('../context').ModuleContext} context
 */
function ensureRegistered(context) {
  return {
    exports: {
      ensureCloudWorkspaceRegistered() {
        context.whenStarted().then(() => ask(context, 'ensureRegistered'))
          .catch((error) => report(context, 'looking for the registration', error));
        return Promise.resolve();
      },
    },
  };
}

module.exports = { ensureRegistered };
