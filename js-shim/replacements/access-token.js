'use strict';

const { ask } = require('../calling');

// `getWorkspaceAccessToken.ts`. Callers get '' when there is no token for whatever reason; only
// when the cloud does not know the workspace and the caller asked for errors there is one.

class CloudWorkspaceAccessTokenError extends Error {
  constructor() {
    super('Could not get workspace access token');
  }
}

class CloudWorkspaceAccessTokenEmptyError extends Error {
  constructor() {
    super('Workspace access token is empty');
  }
}

/** @param {any} error */
const isAbortError = (error) => typeof error === 'object' && error !== null
  && error.type === 'AbortError';

const UNKNOWN_CLIENT = 'cloud.client.unknown';

/**
 * A token from the native module, in the originals' manner.
 *
 * @param {import('../context').ModuleContext} context
 * @param {{scope: string, forceNew: boolean, save: boolean}} request
 * @param {boolean} throwOnError
 * @returns {Promise<{token: string, expiresAt: number, scope: string}>}
 */
function requestToken(context, request, throwOnError) {
  return ask(context, 'accessToken', request).catch((/** @type {any} */ error) => {
    if (throwOnError && error.code === UNKNOWN_CLIENT) {
      throw new CloudWorkspaceAccessTokenError();
    }
    return { token: '', expiresAt: Date.now(), scope: '' };
  });
}

/**
 * @param {import('../context').ModuleContext} context
 * @param {string} scope
 * @returns {string} '' when the native module has to be asked, or is not there yet
 */
function tokenAtHand(context, scope) {
  try {
    return context.registrar().accessTokenAtHand(scope);
  } catch (_) {
    return '';
  }
}

/** @param {import('../context').ModuleContext} context */
function accessToken(context) {
  const getWorkspaceAccessToken = (forceNew = false, scope = '', save = true,
    throwOnError = false) => new Promise((resolve) => {
    const atHand = forceNew ? '' : tokenAtHand(context, scope);
    resolve(atHand || requestToken(context, { scope, forceNew, save }, throwOnError)
      .then(({ token }) => token));
  });
  const getWorkspaceAccessTokenOrThrow = (forceNew = false, scope = '', save = true) => (
    getWorkspaceAccessToken(forceNew, scope, save, true).then((token) => {
      if (!token) {
        throw new CloudWorkspaceAccessTokenEmptyError();
      }
      return token;
    }));
  const toHeader = (/** @type {string} */ token) => ({ Authorization: `Bearer ${token}` });

  return {
    exports: {
      getWorkspaceAccessToken,
      getWorkspaceAccessTokenOrThrow,
      CloudWorkspaceAccessTokenError,
      CloudWorkspaceAccessTokenEmptyError,
      isAbortError,
      generateWorkspaceBearerHttpHeaderOrThrow: (forceNew = false, scope = '', save = true) => (
        getWorkspaceAccessTokenOrThrow(forceNew, scope, save).then(toHeader)),
      generateWorkspaceBearerHttpHeader: (forceNew = false, scope = '', save = true) => (
        getWorkspaceAccessToken(forceNew, scope, save)
          .then((token) => (token ? toHeader(token) : undefined))),
    },
  };
}

module.exports = { accessToken, requestToken };
