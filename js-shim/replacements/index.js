'use strict';

// File and function that make each of the manifest's replacements. A release needs only some of the
// files.
const MAKERS = /** @type {Object<string, [string, string]>} */ ({
  'cloud-index': ['cloud-index', 'cloudIndex'],
  'connect-workspace': ['connect-workspace', 'connectWorkspace'],
  'registration-status': ['registration-status', 'registrationStatus'],
  'remove-registration': ['remove-registration', 'removeRegistration'],
  'access-token': ['access-token', 'accessToken'],
  'access-token-with-scope': ['access-token-with-scope', 'accessTokenWithScope'],
  'workspace-license': ['workspace-license', 'workspaceLicense'],
  'supported-versions-token': ['supported-versions-token', 'supportedVersionsToken'],
  'sync-workspace': ['sync-workspace', 'syncWorkspace'],
  'announcement-sync': ['sync-workspace', 'announcementSync'],
  'sync-cloud-data': ['sync-workspace', 'syncCloudData'],
  'legacy-sync-workspace': ['sync-workspace', 'legacySyncWorkspace'],
  'sync-payload': ['sync-workspace', 'syncPayload'],
  'user-authorization-url': ['user-account', 'userAuthorizationUrl'],
  'finish-user-authorization': ['user-account', 'finishUserAuthorization'],
  'user-logout': ['user-account', 'userLogout'],
  'pre-intent': ['registration-ways', 'preIntent'],
  intent: ['registration-ways', 'intent'],
  'confirmation-poll': ['registration-ways', 'confirmationPoll'],
  'save-registration': ['registration-ways', 'saveRegistration'],
  'register-by-email': ['registration-ways', 'registerByEmail'],
  'checkout-url': ['licensing', 'checkoutUrl'],
  'remove-license': ['licensing', 'removeLicense'],
  'cloud-index-6-4': ['cloud-index-6-4', 'cloudIndexOf64'],
  'status-with-switch': ['before-6-5', 'statusWithSwitch'],
  'access-token-with-switch': ['before-6-5', 'accessTokenWithSwitch'],
  'scoped-token-with-switch': ['before-6-5', 'scopedTokenWithSwitch'],
  'sync-or-false': ['before-6-5', 'syncOrFalse'],
  'connect-or-register': ['before-6-5', 'connectOrRegister'],
  'disconnect-workspace': ['before-6-5', 'disconnectWorkspace'],
  'unregister-workspace': ['before-6-5', 'unregisterWorkspace'],
  'reconnect-workspace': ['before-6-5', 'reconnectWorkspace'],
  'license-or-stored': ['before-6-5', 'licenseOrStored'],
  'save-either': ['before-6-5', 'saveEither'],
  'cloud-index-5': ['synchronous', 'cloudIndexOf5'],
  'status-at-once': ['synchronous', 'statusAtOnce'],
  'scoped-token-at-once': ['synchronous', 'scopedTokenAtOnce'],
  'user-token-at-once': ['synchronous', 'userTokenAtOnce'],
  'finish-user-authorization-at-once': ['synchronous', 'finishUserAuthorizationAtOnce'],
  'user-logout-at-once': ['synchronous', 'userLogoutAtOnce'],
  'ensure-registered': ['ensure-registered', 'ensureRegistered'],
});

/**
 * @param {string} name
 * @param {import('../context').ModuleContext} context
 * @returns {Replacement}
 */
function makeReplacement(name, context) {
  const [file, make] = MAKERS[name];
  return require(`./${file}`)[make](context);
}

/**
 * A replacement of one file: what it exports, and what it does while it is evaluated.
 *
 * @typedef {object} Replacement
 * @property {Object<string, any>} exports
 * @property {Object<string, Object<string, (value: any) => void>>} [imports] by module, each name
 *     with what is called once with its value. That is before `evaluate`, unless the modules import
 *     each other in a circle: then it is when the other one has got so far.
 * @property {(requireInApp: (id: string) => any) => void} [evaluate]
 */

/**
 * Makes the functions that take the place of the layout's files.
 *
 * @param {import('../fit').FittingLayout} layout
 * @param {import('../context').ModuleContext} context
 * @returns {[import('../tree').TreeFile, import('../tree').ModuleFunction][]}
 */
function replacementsFor(layout, context) {
  return Object.entries(layout.replaces).map(([id, { exports: names, replacement }]) => {
    const made = makeReplacement(replacement, context);
    const missing = names.filter((name) => !(name in made.exports));
    if (missing.length > 0) {
      throw new Error(`the replacement of ${id} lacks ${missing.join(', ')}.`);
    }
    const file = /** @type {import('../tree').TreeFile} */ (layout.files.get(id));
    // Releases export more or fewer of a file's names.
    const values = Object.fromEntries(names.map((name) => [name, made.exports[name]]));
    return [file, moduleFunction({ ...made, exports: values })];
  });
}

/**
 * The replacement as Meteor's `(require, exports, module)`. With imports it is written as reify
 * writes modules, so that in an async graph it is evaluated after what it imports.
 *
 * @param {Replacement} replacement
 * @returns {import('../tree').ModuleFunction}
 */
function moduleFunction({ exports: values, imports, evaluate }) {
  const getters = Object.fromEntries(Object.entries(values)
    .map(([name, value]) => [name, () => value]));
  return function replaced(_require, _exports, module) {
    module.export(getters, true);
    if (!imports) {
      return;
    }
    const link = () => Object.entries(imports).forEach(([id, receivers], key) => {
      const setters = Object.entries(receivers).map(([name, receive]) => [name, once(receive)]);
      module.link(id, Object.fromEntries(setters), key);
    });
    const run = () => harmless(() => evaluate && evaluate((id) => module.require(id)));
    if (typeof module.wrapAsync !== 'function') {
      link();
      run();
      return;
    }
    module.wrapAsync(
      (/** @type {any} */ _module, /** @type {any} */ wait, /** @type {any} */ finish) => {
        linkAndRun(link, wait, run, finish);
      },
      { self: module.exports, async: false },
    );
  };
}

/**
 * Reify calls setters again and again, at first without a value.
 *
 * @param {(value: any) => void} receive
 * @returns {(value: any) => void}
 */
function once(receive) {
  let received = false;
  return (value) => {
    if (!received && value !== undefined) {
      received = true;
      harmless(() => receive(value));
    }
  };
}

/**
 * An error while a file is evaluated would end the server.
 *
 * @param {() => void} work
 */
function harmless(work) {
  try {
    work();
  } catch (error) {
    console.error(`Registrar: a part could not be set up (${String(error)}).`);
  }
}

/**
 * Reify's protocol for a module of an async graph: link, wait for the links that are not
 * evaluated yet, run, and say in every case that it is finished.
 *
 * @param {() => void} link
 * @param {() => Promise<() => void> | null} wait gives null when there is nothing to wait for;
 *     asked twice, as compiled modules do
 * @param {() => void} run
 * @param {(error?: any) => void} finish
 */
function linkAndRun(link, wait, run, finish) {
  try {
    link();
    const pending = wait();
    if (!pending) {
      run();
      finish();
      return;
    }
    pending.then((checkForError) => {
      checkForError();
      run();
      finish();
    }).catch(finish);
  } catch (error) {
    finish(error);
  }
}

module.exports = { replacementsFor };
