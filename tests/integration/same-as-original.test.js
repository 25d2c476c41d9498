'use strict';

const assert = require('node:assert/strict');
const path = require('node:path');
const { after, before, describe, test } = require('node:test');

const { startCloud } = require('../cloud');
const { signIn } = require('./support/person');
const { EVERY, OLDER, forEachRelease } = require('./support/releases');
const { PRELOAD, Server } = require('./support/server');
const { eventually } = require('./support/wait');

// Whatever else in the server calls into the replaced files gets what the originals give: the same
// calls are made on a server with the module and on one without it, and compared.

const CONSOLE = path.join(__dirname, '../host/fixtures/console.js');
const FUNCTIONS = '/app/cloud/server/functions';
const INDEX = '/app/cloud/server/index.ts';
const TOKEN = `${FUNCTIONS}/getWorkspaceAccessToken.ts`;
const VERSIONS = `${FUNCTIONS}/supportedVersionsToken/supportedVersionsToken.ts`;
const SYNC = `${FUNCTIONS}/syncWorkspace`;

/** @param {string} release before 6.5 @returns {[string, string, string][]} as `calls` */
function callsOfOlder(release) {
  const extension = release === '5.2' ? 'js' : 'ts';
  const index = `/app/cloud/server/index.${extension}`;
  const only = {
    5.2: [
      ['the license code', index, 'getWorkspaceLicense()'],
      ['who checks signatures', index, 'getWorkspaceKey()'],
      ['the marketplace for a user', index, "getUserCloudAccessToken('nobody')"],
    ],
    6.4: [
      ['a header', TOKEN, 'generateWorkspaceBearerHttpHeader()'],
      ['/api/info', VERSIONS, 'getCachedSupportedVersionsToken()'],
    ],
  };
  return [
    ['push notifications', index, 'getWorkspaceAccessToken()'],
    ['statistics', index, 'getWorkspaceAccessToken(true)'],
    ['a marketplace download', index,
      "getWorkspaceAccessToken(true, 'marketplace:download', false)"],
    ['apps', index, "getWorkspaceAccessTokenWithScope('marketplace:read')"],
    ['the registration status', `${FUNCTIONS}/retrieveRegistrationStatus.ts`,
      'retrieveRegistrationStatus()'],
    ['the page of the cloud', `${SYNC}.ts`, 'syncWorkspace()'],
    ['the license', `${FUNCTIONS}/getWorkspaceLicense.ts`, 'getWorkspaceLicense()'],
    ['a poll for nothing', `${FUNCTIONS}/getConfirmationPoll.ts`, "getConfirmationPoll('none')"],
    ['a user who has no login', `${FUNCTIONS}/userLogout.${extension}`, "userLogout('nobody')"],
    ['an authorization that nobody began', `${FUNCTIONS}/finishOAuthAuthorization.${extension}`,
      "finishOAuthAuthorization('code', 'state')"],
    ...only[release],
  ];
}

/** @param {string} release @returns {[string, string, string][]} who calls, the file, the call */
function calls(release) {
  if (OLDER.includes(release)) return callsOfOlder(release);
  const withScope = (scope) => (release === '6' ? `('${scope}')` : `({ scope: '${scope}' })`);
  return [
    ['/api/info', VERSIONS, 'getCachedSupportedVersionsToken()'],
    ['push notifications', INDEX, 'getWorkspaceAccessToken()'],
    ['the announcements app', INDEX, 'getWorkspaceAccessToken(true)'],
    ['a marketplace download', INDEX,
      "getWorkspaceAccessToken(true, 'marketplace:download', false)"],
    ['apps', INDEX, `getWorkspaceAccessTokenWithScope${withScope('marketplace:read')}`],
    ['somebody who wants errors', TOKEN, "getWorkspaceAccessToken(true, '', true, true)"],
    ['a sync', TOKEN, 'getWorkspaceAccessTokenOrThrow(true)'],
    ['a header', TOKEN, 'generateWorkspaceBearerHttpHeader()'],
    ['a header that must be', TOKEN, 'generateWorkspaceBearerHttpHeaderOrThrow(true)'],
    ['the registration status', `${FUNCTIONS}/retrieveRegistrationStatus.ts`,
      'retrieveRegistrationStatus()'],
    ['the license code', `${SYNC}/index.ts`, 'syncWorkspace()'],
    ['announcements', `${SYNC}/announcementSync.ts`, 'announcementSync()'],
    ['cloud data', `${SYNC}/syncCloudData.ts`, 'syncCloudData()'],
    ['the old sync', `${SYNC}/legacySyncWorkspace.ts`, 'legacySyncWorkspace()'],
    ['the license', `${FUNCTIONS}/getWorkspaceLicense.ts`, 'getWorkspaceLicense()'],
    ['the seats page', `${FUNCTIONS}/getCheckoutUrl.ts`, 'getCheckoutUrl()'],
    ['the seats page without a login', `${FUNCTIONS}/getCheckoutUrl.ts`, 'fallback'],
    ['the wizard', `${FUNCTIONS}/registerPreIntentWorkspaceWizard.ts`,
      'registerPreIntentWorkspaceWizard()'],
    ['a poll for nothing', `${FUNCTIONS}/getConfirmationPoll.ts`, "getConfirmationPoll('none')"],
  ];
}

/** @param {string} file @param {string} call @returns {string} code for the server's console */
function codeOf(file, call) {
  const [name] = /^\w+/.exec(call);
  // Callers have a fiber where there are fibers; this code has lost it by waiting.
  return `
    const { ${name} } = await require('${file}');
    const inFiber = (run) => (Promise.asyncApply ? Promise.asyncApply(run) : run());
    try {
      return { value: await inFiber(() => ${call}) };
    } catch (error) {
      return { error: { name: error.constructor.name, isError: error instanceof Error } };
    }`;
}

/**
 * What the module still gives when the cloud is down, because it was given before: there the
 * originals lose a token that is valid, or the support window, with the first call that fails.
 */
const KEPT = [
  'getWorkspaceAccessToken()', 'generateWorkspaceBearerHttpHeader()',
  'getCachedSupportedVersionsToken()',
];

/**
 * Errors that are as good as each other: which one comes depends on whether a kept token let the
 * call get further, and the poll's callers know errors only by their being one.
 */
const ALIKE = {
  CloudWorkspaceAccessTokenEmptyError: 'CloudWorkspaceConnectionError',
  MeteorError: 'CloudWorkspaceConnectionError',
  Error: 'CloudWorkspaceConnectionError',
};

/** What differs by chance: tokens, ids, ports, times. */
function masked(value, key) {
  if (key === 'name') return ALIKE[value] || value;
  if (typeof value === 'string') {
    return value.replace(/(localhost|127\.0\.0\.1):\d+/g, 'host')
      .replace(/[\w.+/=-]{16,}/g, '…');
  }
  if (value instanceof Date || (value && value.$date)) return 'a date';
  if (Array.isArray(value)) return value.map((one) => masked(one));
  if (value && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value)
      .map(([name, one]) => [name, masked(one, name)]));
  }
  return value;
}

/** A server and its admin, with a console. */
class Side {
  constructor(release, cloud, preloads) {
    this.hasModule = preloads.includes(PRELOAD);
    this.server = new Server({
      release, cloud, preloads, env: {
        OVERWRITE_SETTING_Show_Setup_Wizard: 'completed',
        OVERWRITE_SETTING_Cloud_Billing_Url: cloud.url,
        OVERWRITE_SETTING_Organization_Email: 'admin@example.com',
      },
    });
  }

  async open() {
    await this.server.start();
    this.admin = await signIn(this.server.url);
  }

  /** @param {string} code @returns {Promise<any>} */
  run(code) {
    return this.admin.call('test:run', code);
  }

  async register(token) {
    await this.admin.call('cloud:connectWorkspace', token);
    await eventually(async () => {
      const { workspaceRegistered } = await this.admin.registration();
      return workspaceRegistered && (!this.hasModule || (await this.admin.status()).lastSync);
    }, { what: 'the registration and its first sync' });
  }

  async close() {
    if (this.admin) this.admin.close();
    await this.server.remove();
  }
}

const STATES = {
  'not registered': { registered: false },
  registered: { registered: true },
  'registered, the cloud is down': {
    registered: true,
    enter: (cloud) => cloud.setFaults([{ match: {}, fault: { type: 'html', status: 502 } }]),
  },
};

forEachRelease((release) => {
  for (const [state, { registered, enter }] of Object.entries(STATES)) {
    describe(state, () => {
      let cloud;
      let original;
      let module;
      const given = {};

      before(async () => {
        cloud = await startCloud();
        original = new Side(release, cloud, [CONSOLE]);
        module = new Side(release, cloud, [CONSOLE, PRELOAD]);
        for (const side of [original, module]) {
          await side.open();
          if (registered) await side.register(cloud.issueToken().token);
        }
        for (const [, file, call] of enter ? calls(release) : []) {
          if (KEPT.includes(call)) given[call] = masked(await module.run(codeOf(file, call)));
        }
        if (enter) await enter(cloud);
      });
      after(async () => {
        await Promise.all([original, module].map((side) => side.close()));
        await cloud.close();
      });

      for (const [who, file, call] of calls(release)) {
        test(`${who}: ${call}`, async () => {
          const code = codeOf(file, call);
          const expected = given[call] || masked(await original.run(code));
          // A call that cannot be made tells nothing about what it answers.
          assert.notEqual(expected.error && expected.error.name, 'TypeError');
          assert.deepEqual(masked(await module.run(code)), expected);
        });
      }
    });
  }
}, { ownServer: true, releases: EVERY });
