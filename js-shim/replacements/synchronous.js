'use strict';

const { ask } = require('../calling');
const { cloudIndex } = require('./cloud-index');
const {
  accessTokenWithSwitch, isSwitchedOn, licenseOrStored, scopedToken,
} = require('./before-6-5');
const { finishUserAuthorization, userLogout } = require('./user-account');

// Release 5 calls some functions without waiting for them: they wait themselves, in the fiber that
// calls them.

/** @template T @param {Promise<T>} promise @returns {T} */
function inFiber(promise) {
  return /** @type {any} */ (Promise).await(promise);
}

/**
 * `retrieveRegistrationStatus.ts`, from the settings' cache as the original: it is called where
 * nothing may wait, too.
 *
 * @param {import('../context').ModuleContext} context
 */
function statusAtOnce(context) {
  return {
    exports: {
      retrieveRegistrationStatus() {
        const { settings } = context.services().get('settings');
        const has = (/** @type {string} */ name) => Boolean(
          settings.get(`Cloud_Workspace_Client_${name}`),
        );
        return {
          connectToCloud: isSwitchedOn(context),
          workspaceRegistered: has('Id') && has('Secret'),
          workspaceId: settings.get('Cloud_Workspace_Id'),
          uniqueId: settings.get('uniqueID'),
          token: '',
          email: settings.get('Organization_Email')
            || inFiber(ask(context, 'registrationStatus')).email,
        };
      },
    },
  };
}

/** @param {import('../context').ModuleContext} context */
function scopedTokenAtOnce(context) {
  return {
    exports: {
      getWorkspaceAccessTokenWithScope: (scope = '') => inFiber(scopedToken(context, scope)),
    },
  };
}

/**
 * `getUserCloudAccessToken.js`: an empty text when the user has no account at the cloud, or for
 * whatever went wrong.
 *
 * @param {import('../context').ModuleContext} context
 */
function userTokenAtOnce(context) {
  return {
    exports: {
      getUserCloudAccessToken: (/** @type {string} */ userId, forceNew = false, scope = '',
        save = true) => (isSwitchedOn(context) && userId
        ? inFiber(ask(context, 'userAccessToken', {
          userId, forceNew, scope, save,
        }).then(({ token }) => token, () => ''))
        : ''),
    },
  };
}

/** @param {import('../context').ModuleContext} context */
function finishUserAuthorizationAtOnce(context) {
  const { finishOAuthAuthorization } = finishUserAuthorization(context).exports;
  return {
    exports: {
      finishOAuthAuthorization: (/** @type {string} */ code, /** @type {string} */ state) => (
        inFiber(finishOAuthAuthorization(code, state))),
    },
  };
}

/** @param {import('../context').ModuleContext} context */
function userLogoutAtOnce(context) {
  const functions = userLogout(context).exports;
  return {
    exports: {
      userLogout: (/** @type {string} */ userId) => (isSwitchedOn(context)
        ? inFiber(functions.userLogout(userId)) : ''),
    },
  };
}

/**
 * `index.js`, which gives more to the rest of the server than that of the later releases.
 *
 * @param {import('../context').ModuleContext} context
 * @returns {import('./index').Replacement}
 */
function cloudIndexOf5(context) {
  const index = cloudIndex(context);
  let workspaceKey = () => false;
  return {
    ...index,
    exports: {
      getWorkspaceAccessToken: accessTokenWithSwitch(context).exports.getWorkspaceAccessToken,
      ...scopedTokenAtOnce(context).exports,
      ...licenseOrStored(context).exports,
      ...userTokenAtOnce(context).exports,
      getWorkspaceKey: () => workspaceKey(),
    },
    imports: {
      ...index.imports,
      './functions/getWorkspaceKey': {
        getWorkspaceKey(original) {
          workspaceKey = original;
        },
      },
    },
  };
}

module.exports = {
  cloudIndexOf5,
  finishUserAuthorizationAtOnce,
  scopedTokenAtOnce,
  statusAtOnce,
  userLogoutAtOnce,
  userTokenAtOnce,
};
