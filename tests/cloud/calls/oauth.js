'use strict';

const { CallError } = require('../call-error');
const { newId } = require('../store');

const WORKSPACE_SCOPES = [
  'workspace:license:read', 'workspace:client:write', 'workspace:stats:write',
  'workspace:push:send', 'marketplace:read', 'marketplace:download', 'fedhub:register',
  'workspace:billing',
];
const USER_SCOPES = ['openid', 'offline_access'];

/** @param {object} store @param {object} fields @returns {object} workspace @throws {CallError} */
function requireClient(store, fields) {
  const workspace = store.workspaceByClient(fields.client_id);
  if (!workspace || workspace.clientSecret !== fields.client_secret) {
    throw new CallError(401, 'oauth_invalid_client_credentials');
  }
  return workspace;
}

/** @param {string} scope @param {string[]} known @throws {CallError} 400 */
function requireScopes(scope, known) {
  const wanted = (scope || '').split(' ').filter(Boolean);
  if (wanted.length === 0 || wanted.some((one) => !known.includes(one))) {
    throw new CallError(400, 'oauth_invalid_scope');
  }
}

/** @param {object} context @param {object} workspace @param {string} scope */
function issueAccessToken({ store, config }, workspace, scope) {
  const accessToken = newId('access-', 24);
  const lifetime = config.tokenLifetimeSeconds;
  store.accessTokens.set(accessToken, {
    token: accessToken, workspaceId: workspace.workspaceId, scope,
    expiresAt: new Date(Date.now() + lifetime * 1000).toISOString(),
  });
  return { access_token: accessToken, expires_in: lifetime, scope, token_type: 'Bearer' };
}

function workspaceToken(context, fields) {
  const workspace = requireClient(context.store, fields);
  requireScopes(fields.scope, WORKSPACE_SCOPES);
  return { status: 200, json: issueAccessToken(context, workspace, fields.scope) };
}

/** The code that the authorize page gave is good for one use. */
function userToken(context, fields) {
  const { store } = context;
  const workspace = requireClient(store, fields);
  requireScopes(fields.scope, USER_SCOPES);
  const code = store.authorizationCodes.get(fields.code);
  const fits = code && code.workspaceId === workspace.workspaceId
    && code.redirectUri === fields.redirect_uri;
  if (!fits) throw new CallError(400, 'oauth_invalid_code');
  store.authorizationCodes.delete(fields.code);
  return issueUserTokens(context, workspace, fields.scope);
}

/** A refresh token is good for one use: the answer brings the next one. */
function refreshedToken(context, fields) {
  const { store } = context;
  const workspace = requireClient(store, fields);
  requireScopes(fields.scope, USER_SCOPES);
  const known = store.refreshTokens.get(fields.refresh_token);
  if (!known || known.workspaceId !== workspace.workspaceId) {
    throw new CallError(401, 'unauthorized');
  }
  store.refreshTokens.delete(fields.refresh_token);
  return issueUserTokens(context, workspace, fields.scope);
}

/** @param {object} context @param {object} workspace @param {string} scope */
function issueUserTokens(context, workspace, scope) {
  const { store } = context;
  const refreshToken = newId('refresh-', 24);
  store.refreshTokens.set(refreshToken, {
    token: refreshToken, workspaceId: workspace.workspaceId,
  });
  const answer = issueAccessToken(context, workspace, scope);
  return { status: 200, json: { ...answer, refresh_token: refreshToken } };
}

/** The user login sends its fields as query parameters, the workspace as a form. */
function token(context) {
  const fields = { ...context.query, ...context.form };
  if (fields.grant_type === 'client_credentials') return workspaceToken(context, fields);
  if (fields.grant_type === 'authorization_code') return userToken(context, fields);
  if (fields.grant_type === 'refresh_token') return refreshedToken(context, fields);
  throw new CallError(400, 'oauth_unsupported_grant_type');
}

function revoke({ store, query }) {
  const workspace = requireClient(store, query);
  if (query.token_type_hint !== 'refresh_token') {
    throw new CallError(400, 'oauth_unsupported_token_type');
  }
  const known = store.refreshTokens.get(query.token);
  if (known && known.workspaceId === workspace.workspaceId) store.refreshTokens.delete(query.token);
  return { status: 200, json: {} }; // an unknown token is no error when it is revoked (RFC 7009)
}

/** Stands for a person who is logged in at the cloud and agrees at once. */
function authorize({ store, query }) {
  const workspace = store.workspaceByClient(query.client_id);
  if (!workspace) throw new CallError(400, 'oauth_invalid_client');
  if (query.response_type !== 'code') throw new CallError(400, 'oauth_unsupported_response_type');
  if (!workspace.redirectUris.includes(query.redirect_uri)) {
    throw new CallError(400, 'oauth_invalid_redirect_uri');
  }
  const code = newId('code-');
  store.authorizationCodes.set(code, {
    workspaceId: workspace.workspaceId, redirectUri: query.redirect_uri,
  });
  const location = new URL(query.redirect_uri);
  location.searchParams.set('code', code);
  location.searchParams.set('state', query.state || '');
  return { status: 302, headers: { Location: location.href }, text: '' };
}

module.exports = {
  routes: [
    { call: 'token', method: 'POST', path: /^\/api\/oauth\/token$/, body: 'form', handle: token },
    { call: 'revoke', method: 'POST', path: /^\/api\/oauth\/revoke$/, body: 'form', handle: revoke },
    { call: 'authorize', method: 'GET', path: /^\/authorize$/, handle: authorize },
  ],
};
