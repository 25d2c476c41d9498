'use strict';

const { ask } = require('../calling');

/**
 * Pulls the license from the cloud.
 *
 * @param {import('../context').ModuleContext} context
 * @returns {Promise<{updated: true, license: string} | undefined>} the license when it is a new one
 */
function pullLicense(context) {
  return ask(context, 'pullLicense')
    .then(({ outcome }) => (outcome === 'applied'
      ? { updated: true, license: context.appliedLicense() } : undefined));
}

/**
 * `getWorkspaceLicense.ts`. As the original it answers nothing when there is nothing new or no
 * token; what went wrong is in the log and the status.
 *
 * @param {import('../context').ModuleContext} context
 */
function workspaceLicense(context) {
  return {
    exports: { getWorkspaceLicense: () => pullLicense(context).catch(() => undefined) },
  };
}

module.exports = { pullLicense, workspaceLicense };
