'use strict';

const { accessTokenWithSwitch, scopedTokenWithSwitch } = require('./before-6-5');
const { cloudIndex } = require('./cloud-index');

/**
 * `/app/cloud/server/index.ts` of 6.4: the tokens heed the switch.
 *
 * @param {import('../context').ModuleContext} context
 * @returns {import('./index').Replacement}
 */
function cloudIndexOf64(context) {
  return {
    ...cloudIndex(context),
    exports: {
      getWorkspaceAccessToken: accessTokenWithSwitch(context).exports.getWorkspaceAccessToken,
      ...scopedTokenWithSwitch(context).exports,
    },
  };
}

module.exports = { cloudIndexOf64 };
