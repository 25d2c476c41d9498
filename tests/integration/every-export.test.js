'use strict';

const assert = require('node:assert/strict');
const path = require('node:path');
const { before, describe, test } = require('node:test');

const manifest = require('../../manifest.json');
const { OLDER, forEachRelease } = require('./support/releases');
const { useScene } = require('./support/scene');
const { PRELOAD } = require('./support/server');

// Walks manifest.json and calls every export of every replaced file, inside a server of each
// release, unregistered and registered: none is missing, none fails in a way of its own.

const CONSOLE = path.join(__dirname, '../host/fixtures/console.js');
const ALL = [...OLDER, '6', '7', '8'];

const isText = (value) => typeof value === 'string';
const isEmpty = (value) => value === '';
const isTrue = (value) => value === true;
const isNothing = (value) => value === undefined || value === null;
const has = (fields) => (value) => Object.entries(fields)
  .every(([name, expected]) => value && value[name] === expected);
const ofCloud = (check) => ({ ofCloud: check });
const fails = (...names) => ({ names });
const tokenOf = (scene) => (value) => scene.cloud.store.accessTokens.has(value);
const headerOf = (scene) => (value) => (
  scene.cloud.store.accessTokens.has(value.Authorization.replace('Bearer ', '')));

const OUTSIDE = fails('CloudWorkspaceRegistrationError');
const NO_TOKEN = fails('CloudWorkspaceAccessTokenEmptyError');

/**
 * What every export is called with, as code, and what comes of it: what is checked of the value, or
 * the error's code or class.
 */
const CALLS = {
  getWorkspaceAccessToken: { args: '', unregistered: isEmpty, registered: ofCloud(tokenOf) },
  getWorkspaceAccessTokenOrThrow: {
    args: '', unregistered: NO_TOKEN, registered: ofCloud(tokenOf),
  },
  generateWorkspaceBearerHttpHeader: {
    args: '', unregistered: isNothing, registered: ofCloud(headerOf),
  },
  generateWorkspaceBearerHttpHeaderOrThrow: {
    args: '', unregistered: NO_TOKEN, registered: ofCloud(headerOf),
  },
  CloudWorkspaceAccessTokenError: { make: true },
  CloudWorkspaceAccessTokenEmptyError: { make: true },
  isAbortError: { args: '{ type: "AbortError" }', unregistered: isTrue, registered: isTrue },
  getWorkspaceAccessTokenWithScope: {
    args: (layout) => (layout.positionalScope ? '"marketplace:read"'
      : '{ scope: "marketplace:read" }'),
    unregistered: has({ token: '' }),
    registered: ofCloud((scene) => ({ token }) => tokenOf(scene)(token)),
  },
  getWorkspaceKey: {
    args: '', unregistered: (value) => value === false, registered: isText,
  },
  getUserCloudAccessToken: { args: '"nobody"', unregistered: isEmpty, registered: isEmpty },
  getWorkspaceLicense: {
    args: '',
    unregistered: (value) => isNothing(value) || value.updated === false,
    registered: (value) => isNothing(value) || isText(value.license),
  },
  connectWorkspace: {
    args: '"nonsense"', unregistered: fails('registration.token-invalid'),
    registered: fails('registration.already-registered'),
  },
  retrieveRegistrationStatus: {
    args: '', unregistered: has({ workspaceRegistered: false, token: '' }),
    registered: has({ workspaceRegistered: true, token: '' }),
  },
  wrapPromise: {
    args: 'Promise.resolve(1)', unregistered: has({ success: true, result: 1 }),
    registered: has({ success: true, result: 1 }),
  },
  handleResponse: {
    args: 'Promise.resolve({ ok: true, json: () => Promise.resolve(2) })',
    unregistered: has({ success: true, result: 2 }), registered: has({ success: true, result: 2 }),
  },
  getCachedSupportedVersionsToken: { args: '', unregistered: isText, registered: isText },
  syncWorkspace: {
    args: '',
    unregistered: (value) => isNothing(value) || value === false,
    registered: (value) => isNothing(value) || value === true,
  },
  announcementSync: { args: '', unregistered: OUTSIDE, registered: isTrue },
  syncCloudData: {
    args: '', unregistered: OUTSIDE, registered: (value) => isNothing(value) || value === true,
  },
  legacySyncWorkspace: { args: '', unregistered: OUTSIDE, registered: isTrue },
  fetchWorkspaceSyncPayload: {
    args: '{ token: "", data: {} }', unregistered: OUTSIDE,
    registered: (value) => isText(value.workspaceId) && isText(value.license),
  },
  getOAuthAuthorizationUrl: {
    args: '', unregistered: fails('registration.not-registered'),
    registered: ofCloud((scene) => (value) => value.startsWith(`${scene.cloud.url}/authorize?`)),
  },
  // The user is known only in a method's call.
  finishOAuthAuthorization: {
    method: 'cloud:finishOAuthAuthorization', params: ['code', 'not-ours'],
    unregistered: fails('error-invalid-state'), registered: fails('error-invalid-state'),
  },
  userLogout: { args: '"nobody"', unregistered: isEmpty, registered: isTrue },
  fallback: { value: /^https:/ },
  getCheckoutUrl: {
    args: '', unregistered: ({ url }) => url.startsWith('https:'),
    registered: ({ url }) => url.startsWith('https:'),
  },
  getConfirmationPoll: {
    args: '"not-ours"', unregistered: fails('registration.intent-unknown'),
    registered: fails('registration.intent-unknown'),
  },
  registerPreIntentWorkspaceWizard: { args: '', unregistered: isTrue, registered: isTrue },
  saveRegistrationData: {
    args: '{ client_id: "not-ours", client_secret: "" }',
    unregistered: fails('registration.payload-invalid'),
    registered: fails('registration.already-registered', 'registration.payload-invalid'),
  },
  saveRegistrationDataManual: {
    args: '{ client_id: "not-ours", client_secret: "" }',
    unregistered: fails('offline.not-an-answer', 'offline.incomplete'),
    registered: fails('registration.already-registered', 'offline.incomplete'),
  },
  startRegisterWorkspaceSetupWizard: {
    args: 'false, "not an address"', unregistered: fails('registration.email-invalid'),
    registered: fails('registration.already-registered', 'registration.email-invalid'),
  },
  ensureCloudWorkspaceRegistered: { args: '', unregistered: isNothing, registered: isNothing },
  startRegisterWorkspace: { args: '', registered: isTrue, unregistered: isTrue, last: true },
  removeLicense: { args: '', unregistered: isNothing, registered: isNothing, last: true },
  reconnectWorkspace: {
    args: '', unregistered: (value) => value === false, registered: isTrue, last: true,
  },
  disconnectWorkspace: { args: '', unregistered: isTrue, registered: isTrue, last: true },
  unregisterWorkspace: { args: '', unregistered: isTrue, registered: isTrue, last: true },
  removeWorkspaceRegistrationInfo: {
    args: '', unregistered: isTrue, registered: isTrue, last: true,
  },
};

const layoutOf = (release) => manifest.layouts.find(({ name }) => (
  name === release || name === `${release}.x`));

/** `[file, export]` of a layout, those that end the registration last. */
function exportsOf(layout) {
  const order = Object.keys(CALLS);
  return Object.entries(layout.replaces)
    .flatMap(([file, { exports: names }]) => names.map((name) => [file, name]))
    .sort(([, a], [, b]) => order.indexOf(a) - order.indexOf(b));
}

/** Code for the console: calls in a fiber where there are fibers, and tells what came of it. */
function codeOf(file, name, expression) {
  return `
    const { ${name} } = await require('${file}');
    const call = () => ${expression};
    try {
      const given = await (Promise.asyncApply ? Promise.asyncApply(call) : call());
      return { value: given instanceof Error ? given.constructor.name : given };
    } catch (error) {
      return { names: [error.constructor.name, error.error], text: String(error) };
    }`;
}

/** @returns {Promise<{value?: any, names?: string[], text?: string}>} */
async function outcomeOf(scene, layout, file, name) {
  const call = CALLS[name];
  if (call.method) {
    const error = await scene.admin.callFailing(call.method, ...call.params);
    return { names: [error.error], text: error.message };
  }
  const args = typeof call.args === 'function' ? call.args(layout) : call.args;
  const expression = (call.value && name) || (call.make && `new ${name}()`) || `${name}(${args})`;
  return scene.admin.call('test:run', codeOf(file, name, expression));
}

/** @param {object} scene @param {string} name @param {'unregistered'|'registered'} state */
function assertExpected(scene, name, state, outcome) {
  const call = CALLS[name];
  const told = `${name} (${state}): ${JSON.stringify(outcome)}`;
  if (call.make) return assert.equal(outcome.value, name, told);
  if (call.value) return assert.match(outcome.value, call.value, told);
  const expected = call[state];
  if (expected.names) {
    return assert.ok(expected.names.some((one) => (outcome.names || []).includes(one)), told);
  }
  assert.ok(!outcome.names, told);
  const check = expected.ofCloud ? expected.ofCloud(scene) : expected;
  return assert.ok(check(outcome.value), told);
}

describe('the table of calls', () => {
  test('has every export of every layout', () => {
    const missing = manifest.layouts.flatMap((layout) => exportsOf(layout))
      .filter(([, name]) => !(name in CALLS)).map(([, name]) => name);
    assert.deepEqual(missing, []);
  });

  test('has nothing that no layout exports', () => {
    const exported = new Set(manifest.layouts.flatMap((layout) => exportsOf(layout))
      .map(([, name]) => name));
    assert.deepEqual(Object.keys(CALLS).filter((name) => !exported.has(name)), []);
  });
});

forEachRelease((release) => {
  const layout = layoutOf(release);
  for (const state of ['unregistered', 'registered']) {
    describe(state, () => {
      const scene = useScene({
        release,
        preloads: [CONSOLE, PRELOAD],
        prepare({ server, cloud }) {
          server.env.OVERWRITE_SETTING_Cloud_Billing_Url = cloud.url;
        },
      });
      if (state === 'registered') before(() => scene.register());

      for (const [file, name] of exportsOf(layout)) {
        test(`${name} of ${file}`, async () => {
          if (CALLS[name].last && state === 'registered'
            && !(await scene.admin.registration()).workspaceRegistered) {
            await scene.register();
          }
          assertExpected(scene, name, state, await outcomeOf(scene, layout, file, name));
        });
      }
    });
  }
}, { ownServer: true, releases: ALL });
