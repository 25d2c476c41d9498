'use strict';

const assert = require('node:assert/strict');
const { afterEach, before, describe, test } = require('node:test');

const { assertExplained, assertExplainedInStatus } = require('./support/errors');
const { FAULTS, strike } = require('./support/faults');
const { forEachRelease } = require('./support/releases');
const { Scene, useScene } = require('./support/scene');
const { eventually } = require('./support/wait');

/** Nobody waits longer for an answer, whatever the cloud does. */
const LIMIT_MS = 10000;
const TOKEN = 'reg-by-environment';

/** @param {Promise<any>} answer @returns {Promise<any>} the same, if it comes in time */
async function inTime(answer) {
  const started = Date.now();
  const result = await answer;
  const took = Date.now() - started;
  assert.ok(took <= LIMIT_MS, `the answer took ${took} ms`);
  return result;
}

/** @param {object} scene @param {string} code @returns {Promise<any>} the error in the status */
function errorInStatus(scene, code) {
  return eventually(async () => {
    const { lastError } = await scene.admin.status();
    return lastError && lastError.code === code && lastError;
  }, { what: `${code} in the status` });
}

function declareSyncTests(release) {
  const scene = useScene({ release });
  before(() => scene.register());
  afterEach(() => scene.cloud.clearFaults());

  for (const { name, fault, code } of FAULTS) {
    test(`${name}: ${code}`, async () => {
      await strike(scene.cloud, fault);
      // Both at once, as two admins would.
      const [button, method] = await inTime(Promise.all([
        scene.admin.press('registrar:sync'),
        scene.admin.callFailing('cloud:syncWorkspace'),
      ]));
      assertExplained(button.error, code);
      assertExplained(method, code);
      assertExplainedInStatus((await inTime(scene.admin.status())).lastError, code);
      await scene.server.logged(code);
      assert.equal((await scene.admin.status()).state, 'registered');
    });
  }

  test('POST cloud.syncWorkspace keeps the server\'s one sentence', async () => {
    await strike(scene.cloud, { type: 'reset', at: 'answer' });
    const { status, body } = await scene.admin.post('/v1/cloud.syncWorkspace');
    assert.equal(status, 400);
    assert.equal(body.error, 'Error during workspace sync');
  });

  test('all is well again when the cloud is', async () => {
    assert.equal(await scene.admin.call('cloud:syncWorkspace'), true);
    assert.equal((await scene.admin.status()).lastSync.ok, true);
  });
}

function declareConnectTests(release) {
  const scene = useScene({ release });
  afterEach(() => scene.cloud.clearFaults());

  for (const { name, fault, code } of FAULTS.filter(({ early }) => early)) {
    test(`${name}: ${code}, and the token stays good`, async () => {
      await strike(scene.cloud, fault);
      const { token } = scene.cloud.issueToken();
      const error = await inTime(scene.admin.callFailing('cloud:connectWorkspace', token));
      assertExplained(error, code);
      assertExplainedInStatus((await scene.admin.status()).lastError, code);
      assert.equal(scene.cloud.workspaces.length, 0);
      assert.equal((await scene.admin.registration()).workspaceRegistered, false);
    });
  }

  test('the answer to a registration is lost: the token is not tried again', async () => {
    await scene.cloud.setFaults([
      { match: { call: 'connect' }, fault: { type: 'reset', at: 'answer', effect: true } },
    ]);
    const { token } = scene.cloud.issueToken();
    const error = await inTime(scene.admin.callFailing('cloud:connectWorkspace', token));
    assertExplained(error, 'registration.answer-lost');
    assertExplainedInStatus((await scene.admin.status()).lastError, 'registration.answer-lost');
    assert.equal(scene.requests('connect').filter(({ faults }) => faults.length).length, 1);
    await scene.cloud.clearFaults();
    scene.cloud.clear();
    assertExplained(await scene.admin.callFailing('cloud:connectWorkspace', token),
      'registration.answer-lost');
    assert.equal(scene.requests('connect').length, 0);
  });

  test('a new token registers when the cloud is back', async () => {
    const { token } = scene.cloud.issueToken();
    assert.equal(await scene.admin.call('cloud:connectWorkspace', token), true);
  });
}

/** The start and the wizard, with REG_TOKEN and a cloud that is not to be reached. */
async function startAndCompleteWizard({ release, fault, env, code }) {
  const scene = new Scene({
    release, wizard: 'pending', env: { REG_TOKEN: TOKEN, ...env },
    prepare: ({ cloud }) => {
      cloud.issueToken({ token: TOKEN });
      if (fault) cloud.addFaults([{ fault }]);
    },
  });
  try {
    await scene.open();
    await inTime(scene.admin.set('Show_Setup_Wizard', 'completed'));
    assert.equal(await scene.admin.setting('Show_Setup_Wizard'), 'completed');
    assertExplainedInStatus(await errorInStatus(scene, code), code);
    assert.equal((await scene.admin.registration()).workspaceRegistered, false);
    assert.equal(scene.server.exited, undefined);
    return;
  } finally {
    await scene.close();
  }
}

function declareStartTests(release) {
  for (const { name, fault, code } of FAULTS.filter(({ early }) => early)) {
    test(name, () => startAndCompleteWizard({ release, fault, code }));
  }

  test('a cloud whose name nobody knows: cloud.dns.failed', () => startAndCompleteWizard({
    release, code: 'cloud.dns.failed',
    env: {
      OVERWRITE_SETTING_Cloud_Url: 'https://cloud.invalid',
      OVERWRITE_INTERNAL_RELEASE_URL: 'https://cloud.invalid/v2/server/supportedVersions',
    },
  }));
}

forEachRelease((release) => {
  describe('20857, 22379, 18758: Sync', () => declareSyncTests(release));
  describe('Connect', () => declareConnectTests(release));
});

forEachRelease((release) => {
  describe('start and wizard go on', () => declareStartTests(release));
}, { ownServer: true });
