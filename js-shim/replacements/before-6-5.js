'use strict';

const { ask, askAloud } = require('../calling');
const { meteorError } = require('../meteor-error');
const { report } = require('../report');
const { accessToken, requestToken } = require('./access-token');
const { syncQuietly } = require('./sync-workspace');
const { pullLicense } = require('./workspace-license');

// The releases before 6.5 keep a switch, `Register_Server`, apart from the registration: the page
// "Connectivity Services" turns it on and off and asks for both. With the module a workspace that
// disconnects gives up its credentials as well, so the switch and the registration go together, but
// for a workspace that was disconnected before the module came.

const SWITCH = 'Register_Server';

/** @param {import('../context').ModuleContext} context @returns {boolean} */
function isSwitchedOn(context) {
  return context.services().get('settings').settings.get(SWITCH) === true;
}

/** @param {import('../context').ModuleContext} context @returns {Promise<any>} */
function status(context) {
  return askAloud(context, 'registrationStatus')
    .then((answer) => ({ connectToCloud: isSwitchedOn(context), ...answer }));
}

/**
 * `retrieveRegistrationStatus.ts` with the switch.
 *
 * @param {import('../context').ModuleContext} context
 */
function statusWithSwitch(context) {
  return { exports: { retrieveRegistrationStatus: () => status(context) } };
}

/**
 * `getWorkspaceAccessToken.ts`: nobody gets a token while the switch is off.
 *
 * @param {import('../context').ModuleContext} context
 */
function accessTokenWithSwitch(context) {
  const { getWorkspaceAccessToken } = accessToken(context).exports;
  const get = (forceNew = false, scope = '', save = true) => (isSwitchedOn(context)
    ? getWorkspaceAccessToken(forceNew, scope, save) : Promise.resolve(''));
  return {
    exports: {
      getWorkspaceAccessToken: get,
      generateWorkspaceBearerHttpHeader: (forceNew = false, scope = '', save = true) => (
        get(forceNew, scope, save)
          .then((token) => (token ? { Authorization: `Bearer ${token}` } : undefined))),
    },
  };
}

/**
 * @param {import('../context').ModuleContext} context
 * @param {string} scope
 * @returns {Promise<{token: string, expiresAt: Date}>}
 */
function scopedToken(context, scope) {
  if (!isSwitchedOn(context)) {
    return Promise.resolve({ token: '', expiresAt: new Date() });
  }
  return requestToken(context, { scope, forceNew: false, save: false }, false)
    .then(({ token, expiresAt }) => ({ token, expiresAt: new Date(expiresAt) }));
}

/**
 * `getWorkspaceAccessTokenWithScope.ts`, with its only argument.
 *
 * @param {import('../context').ModuleContext} context
 */
function scopedTokenWithSwitch(context) {
  return {
    exports: { getWorkspaceAccessTokenWithScope: (scope = '') => scopedToken(context, scope) },
  };
}

/**
 * `syncWorkspace.ts`: whether there was a sync, false for whatever went wrong.
 *
 * @param {import('../context').ModuleContext} context
 * @param {boolean} evenIfOff whether the switch does not matter
 * @returns {Promise<boolean>}
 */
function syncIfOn(context, evenIfOff) {
  return status(context).then(({ workspaceRegistered, connectToCloud }) => {
    if (!workspaceRegistered || (!connectToCloud && !evenIfOff)) {
      return false;
    }
    return ask(context, 'sync', { reason: 'admin' }).then(() => true);
  }).catch((error) => {
    report(context, 'the sync', error);
    return false;
  });
}

/** @param {import('../context').ModuleContext} context */
function syncOrFalse(context) {
  return {
    exports: { syncWorkspace: (reconnectCheck = false) => syncIfOn(context, reconnectCheck) },
  };
}

/**
 * `startRegisterWorkspace.ts`, which the button Connect calls: takes up kept credentials, else
 * sends the e-mail.
 *
 * @param {import('../context').ModuleContext} context
 */
function connectOrRegister(context) {
  const register = (/** @type {boolean} */ resend) => ask(context, 'reconnect')
    .catch((/** @type {any} */ error) => {
      if (error.code !== 'registration.nothing-to-reconnect') {
        throw error;
      }
      return ask(context, 'registerByEmail', { resend });
    })
    .then(() => true, (/** @type {any} */ error) => {
      report(context, 'registering by e-mail', error);
      return false;
    });
  return {
    exports: {
      startRegisterWorkspace: (resend = false) => status(context)
        .then(({ workspaceRegistered }) => (workspaceRegistered || process.env.TEST_MODE
          ? switchOn(context).then(() => syncIfOn(context, true)).then(() => true)
          : register(resend))),
    },
  };
}

/** @param {import('../context').ModuleContext} context @returns {Promise<any>} */
function switchOn(context) {
  return isSwitchedOn(context) ? Promise.resolve()
    : context.services().get('models').Settings.updateValueById(SWITCH, true);
}

/** @param {import('../context').ModuleContext} context @returns {Promise<true>} */
function disconnect(context) {
  return ask(context, 'disconnect').then(() => true, (/** @type {any} */ error) => {
    if (error.code === 'registration.not-registered') {
      return true;
    }
    throw meteorError(context, error);
  });
}

/** @param {import('../context').ModuleContext} context */
const disconnectWorkspace = (context) => ({
  exports: { disconnectWorkspace: () => disconnect(context) },
});
/** @param {import('../context').ModuleContext} context */
const unregisterWorkspace = (context) => ({
  exports: { unregisterWorkspace: () => disconnect(context) },
});

/**
 * `reconnectWorkspace.ts` (6.4): false when there is nothing to take up.
 *
 * @param {import('../context').ModuleContext} context
 */
function reconnectWorkspace(context) {
  const takeUp = () => ask(context, 'reconnect').then(() => true, (/** @type {any} */ error) => {
    if (error.code === 'registration.nothing-to-reconnect') {
      return false;
    }
    throw meteorError(context, error);
  });
  return {
    exports: {
      reconnectWorkspace: () => status(context).then(({ workspaceRegistered }) => (
        workspaceRegistered
          ? switchOn(context).then(() => syncQuietly(context)).then(() => true)
          : takeUp())),
    },
  };
}

/**
 * `getWorkspaceLicense.ts`: always tells the license that is there.
 *
 * @param {import('../context').ModuleContext} context
 */
function licenseOrStored(context) {
  const stored = () => ({
    updated: false,
    license: context.services().get('settings').settings.get('Cloud_Workspace_License'),
  });
  return {
    exports: {
      getWorkspaceLicense: () => pullLicense(context).then((pulled) => pulled || stored(), stored),
    },
  };
}

/**
 * `saveRegistrationData.ts`, the one function for what the poll and what a pasted answer brought:
 * only the latter has the secret.
 *
 * @param {import('../context').ModuleContext} context
 */
function saveEither(context) {
  return {
    exports: {
      saveRegistrationData: (/** @type {any} */ data) => askAloud(context,
        data && data.client_secret ? 'saveRegistrationManual' : 'saveRegistration', { data })
        .then(() => undefined),
    },
  };
}

module.exports = {
  accessTokenWithSwitch,
  connectOrRegister,
  disconnectWorkspace,
  isSwitchedOn,
  licenseOrStored,
  reconnectWorkspace,
  saveEither,
  scopedToken,
  scopedTokenWithSwitch,
  statusWithSwitch,
  syncOrFalse,
  unregisterWorkspace,
};
