'use strict';

const { requestToken } = require('./access-token');

/** @typedef {{scope?: string, throwOnError?: boolean}} ScopeRequest */

/**
 * `getWorkspaceAccessTokenWithScope.ts`. The original asks the cloud at every call; a token that
 * is still valid serves as well. It takes an object from release 7 on, two arguments before.
 *
 * @param {import('../context').ModuleContext} context
 */
function accessTokenWithScope(context) {
  const ask = (/** @type {string} */ scope, /** @type {boolean} */ throwOnError) => requestToken(
    context, { scope, forceNew: false, save: false }, throwOnError,
  );
  const withScope = context.layout.positionalScope
    ? (scope = '', throwOnError = false) => ask(scope, throwOnError)
      .then(({ token, expiresAt }) => ({ token, expiresAt: new Date(expiresAt) }))
    : (/** @type {ScopeRequest} */ { scope = '', throwOnError = false }) => (
      ask(scope, throwOnError).then((answer) => ({
        token: answer.token,
        expiresAt: new Date(answer.expiresAt),
        scope: answer.token ? answer.scope : '',
      })));
  return { exports: { getWorkspaceAccessTokenWithScope: withScope } };
}

module.exports = { accessTokenWithScope };
