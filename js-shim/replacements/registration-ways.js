'use strict';

const { ask, askAloud } = require('../calling');
const { report } = require('../report');
const { syncQuietly } = require('./sync-workspace');

// The ways to register that the setup wizard and the older pages use.

/**
 * `registerPreIntentWorkspaceWizard.ts`: whether the cloud can be reached. False lets the wizard
 * show the offline way.
 *
 * @param {import('../context').ModuleContext} context
 */
function preIntent(context) {
  return {
    exports: {
      registerPreIntentWorkspaceWizard: () => ask(context, 'preIntent').then(
        () => true,
        (/** @type {any} */ error) => {
          report(context, 'reaching the cloud from the setup wizard', error);
          return false;
        },
      ),
    },
  };
}

/**
 * `startRegisterWorkspaceSetupWizard.ts`: the e-mail with the confirmation is sent.
 *
 * @param {import('../context').ModuleContext} context
 */
function intent(context) {
  return {
    exports: {
      // The browser's schema knows no further fields, and an absent address counts as empty.
      startRegisterWorkspaceSetupWizard: (resend = false, email = '') => (
        askAloud(context, 'intent', { resend, email })),
    },
  };
}

/**
 * `getConfirmationPoll.ts`: whether the link in the e-mail has been followed.
 *
 * @param {import('../context').ModuleContext} context
 */
function confirmationPoll(context) {
  return {
    exports: {
      getConfirmationPoll: (/** @type {string} */ deviceCode) => (
        askAloud(context, 'poll', { deviceCode })),
    },
  };
}

/**
 * `saveRegistrationData.ts`: keeps what the e-mail way or a pasted answer brought. The first sync
 * follows by itself.
 *
 * @param {import('../context').ModuleContext} context
 */
function saveRegistration(context) {
  const save = (/** @type {string} */ name, /** @type {object} */ data) => (
    askAloud(context, name, { data }).then(() => undefined));
  return {
    exports: {
      saveRegistrationData: (/** @type {object} */ data) => save('saveRegistration', data),
      saveRegistrationDataManual: (/** @type {object} */ data) => (
        save('saveRegistrationManual', data)),
    },
  };
}

/**
 * `startRegisterWorkspace.ts`, the old way by a link in an e-mail: syncs instead when the workspace
 * is registered.
 *
 * @param {import('../context').ModuleContext} context
 */
function registerByEmail(context) {
  const register = (/** @type {boolean} */ resend) => ask(context, 'registerByEmail', { resend })
    .then(() => true, (/** @type {any} */ error) => {
      report(context, 'registering by e-mail', error);
      return false;
    });
  return {
    exports: {
      startRegisterWorkspace: (resend = false) => askAloud(context, 'registrationStatus')
        .then(({ workspaceRegistered }) => (workspaceRegistered || process.env.TEST_MODE
          ? syncQuietly(context).then(() => true)
          : register(resend))),
    },
  };
}

module.exports = {
  preIntent, intent, confirmationPoll, saveRegistration, registerByEmail,
};
