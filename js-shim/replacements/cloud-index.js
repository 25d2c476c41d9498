'use strict';

const { addRoutes } = require('../rest');
const { startModule } = require('../start');
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
    // Its methods are defined by evaluating the file, and routes are only served when they are
    // added before the server starts its API.
    links: ['./methods', '../../api/server'],
    evaluate([, api], requireInApp) {
      context.attach(requireInApp);
      addRoutes(api.API, context);
      context.services().meteor().startup(() => startModule(context));
    },
  };
}

module.exports = { cloudIndex };
