'use strict';

/**
 * `getWorkspaceLicense.ts`: pulls the license from the cloud. As the original it answers nothing
 * when there is nothing new or no token; what went wrong is in the log and the status.
 *
 * @param {import('../context').ModuleContext} context
 */
function workspaceLicense(context) {
  return {
    exports: {
      getWorkspaceLicense: () => context.registrar().pullLicense().then(
        (/** @type {any} */ { outcome, license }) => (outcome === 'applied'
          ? { updated: true, license }
          : undefined),
        () => undefined,
      ),
    },
  };
}

module.exports = { workspaceLicense };
