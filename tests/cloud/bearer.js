'use strict';

const { CallError } = require('./call-error');

/**
 * @param {{store: object, headers: object}} context
 * @param {string} [scope] scope that the token must carry
 * @returns {object} the workspace that the bearer token speaks for
 * @throws {CallError} 401 without a valid token, 403 without the scope
 */
function requireBearer({ store, headers }, scope) {
  const [, shown] = /^Bearer (.+)$/.exec(headers.authorization || '') || [];
  if (!shown) throw new CallError(401, 'access_token_missing');
  const token = store.accessTokens.get(shown);
  const workspace = token && store.workspaces.get(token.workspaceId);
  if (!workspace) throw new CallError(401, 'access_token_invalid');
  if (Date.parse(token.expiresAt) <= Date.now()) throw new CallError(401, 'access_token_expired');
  if (scope && !token.scope.split(' ').includes(scope)) {
    throw new CallError(403, 'access_token_insufficient_scope');
  }
  return workspace;
}

module.exports = { requireBearer };
