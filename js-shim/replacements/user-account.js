'use strict';

const { ask, askAloud } = require('../calling');
const { meteorError } = require('../meteor-error');
const { report } = require('../report');

// An administrator's own account at the cloud: linked by OAuth, kept with the user.

const METHOD = 'cloud:finishOAuthAuthorization';
const STATE = 'Cloud_Workspace_Registration_State';

/**
 * `getOAuthAuthorizationUrl.ts`: where the browser is sent to.
 *
 * @param {import('../context').ModuleContext} context
 */
function userAuthorizationUrl(context) {
  return {
    exports: {
      getOAuthAuthorizationUrl: () => askAloud(context, 'userAuthorizationUrl')
        .then(({ url }) => url),
    },
  };
}

/**
 * `finishOAuthAuthorization.ts`. The user is known only before the first wait on release 6. False
 * when the cloud does not accept the code; a state that is not ours is an error.
 *
 * @param {import('../context').ModuleContext} context
 */
function finishUserAuthorization(context) {
  const refused = (/** @type {string} */ code, /** @type {string} */ reason) => {
    const { Error: MeteorError } = context.services().meteor();
    return new MeteorError(code, reason, { method: METHOD });
  };
  // The native module looks for the registration first, the original for the state.
  const isForeign = (/** @type {string} */ code, /** @type {any} */ { state }) => (
    code === 'account.state-mismatch' || (code === 'registration.not-registered'
      && context.services().get('settings').settings.get(STATE) !== state));
  const finish = (/** @type {object} */ request) => ask(context, 'finishUserAuthorization', request)
    .then(() => true, (/** @type {any} */ error) => {
      if (isForeign(error.code, request)) {
        throw refused('error-invalid-state', 'Invalid state provided');
      }
      report(context, 'linking an account of the cloud', error);
      return false;
    });
  return {
    exports: {
      finishOAuthAuthorization: (/** @type {string} */ code, /** @type {string} */ state) => (
        new Promise((resolve) => {
          const userId = context.services().meteor().userId();
          if (!userId) {
            throw refused('error-invalid-user', 'Invalid user');
          }
          resolve(finish({ userId, code, state }));
        })),
    },
  };
}

/**
 * `userLogout.ts`: an empty text when there is nobody to log out, else true.
 *
 * @param {import('../context').ModuleContext} context
 */
function userLogout(context) {
  const nobody = ['registration.not-registered', 'account.not-logged-in'];
  const logOut = (/** @type {string} */ userId) => ask(context, 'userLogout', { userId })
    .then(() => true, (/** @type {any} */ error) => {
      if (nobody.includes(error.code)) {
        return true;
      }
      throw meteorError(context, error);
    });
  return {
    exports: {
      userLogout: (/** @type {string} */ userId) => askAloud(context, 'registrationStatus')
        .then((/** @type {any} */ { workspaceRegistered }) => (
          workspaceRegistered && userId ? logOut(userId) : /** @type {any} */ (''))),
    },
  };
}

module.exports = { userAuthorizationUrl, finishUserAuthorization, userLogout };
