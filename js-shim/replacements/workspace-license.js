'use strict';

const { ask } = require('../calling');

/**
 * Pulls the license from the cloud.
 *
 * @param {import('../context').ModuleContext} context
 * @param {string[]} [outcomes] that count as a new one
 * @returns {Promise<{updated: true, license: string} | undefined>} the license when it is a new one
 */
function pullLicense(context, outcomes = ['applied']) {
  return ask(context, 'pullLicense')
    .then(({ outcome }) => (outcomes.includes(outcome)
      ? { updated: true, license: context.handedLicense() } : undefined));
}

// The original compares with a setting that nobody fills since the license code keeps the license
// elsewhere, so that whatever was handed over without an error is new to it.
const HANDED_OVER = ['applied', 'unchanged', 'not-valid'];

/**
 * `getWorkspaceLicense.ts`. As the original it answers nothing when there is no token or the
 * license was refused; what went wrong is in the log and the status.
 *
 * @param {import('../context').ModuleContext} context
 */
function workspaceLicense(context) {
  return {
    exports: {
      getWorkspaceLicense: () => pullLicense(context, HANDED_OVER).catch(() => undefined),
    },
  };
}

module.exports = { pullLicense, workspaceLicense };
