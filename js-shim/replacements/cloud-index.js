'use strict';

const { accessToken } = require('./access-token');
const { accessTokenWithScope } = require('./access-token-with-scope');

/**
 * `/app/cloud/server/index.ts`: what the cloud folder gives to the rest of the server, and the
 * module's own start. The original registers by REG_TOKEN here and syncs at every start; the
 * native module does both in its own time.
 *
 * @param {import('../context').ModuleContext} context
 * @returns {import('./index').Replacement}
 */
function cloudIndex(context) {
  const { getWorkspaceAccessToken } = accessToken(context).exports;
  const { getWorkspaceAccessTokenWithScope } = accessTokenWithScope(context).exports;
  return {
    exports: { getWorkspaceAccessToken, getWorkspaceAccessTokenWithScope },
    imports: {
      // The server's cloud methods are defined by evaluating their file.
      './methods': {},
      // Routes are only served when they are added before the server starts its API.
      '../../api/server': { API: (api) => require('../rest').addRoutes(api, context) },
    },
    evaluate(requireInApp) {
      context.attach(requireInApp);
      context.services().meteor().startup(() => require('../start').startModule(context));
    },
  };
}

module.exports = { cloudIndex };
