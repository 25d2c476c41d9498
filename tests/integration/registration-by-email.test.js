'use strict';

const assert = require('node:assert/strict');
const { describe, test } = require('node:test');

const { assertExplainedInStatus } = require('./support/errors');
const { forEachRelease } = require('./support/releases');
const { useScene } = require('./support/scene');
const { assertNoSecrets } = require('./support/secrets');
const { eventually } = require('./support/wait');

const EMAIL = 'ada@workspace.test';
/** Every other tab waits for the e-mail at the pace that the cloud gives. */
const QUICK = { interval: 1, expires_in: 900 };

/** @param {object} scene @param {object} [options] @returns {Promise<object>} the answer */
const begin = (scene, { email = EMAIL, resend = false } = {}) => (
  scene.admin.post('/v1/cloud.createRegistrationIntent', { email, resend }));

/** @param {object} scene @param {string} deviceCode @returns {Promise<object>} the answer */
const poll = (scene, deviceCode) => (
  scene.admin.get('/v1/cloud.confirmationPoll', { deviceCode }));

/** @param {object} scene @param {string} deviceCode @returns {Promise<object>} answered at last */
function confirmed(scene, deviceCode) {
  return eventually(async () => {
    const { status, body } = await poll(scene, deviceCode);
    assert.equal(status, 200, JSON.stringify(body));
    return body.pollData.successful && body;
  }, { what: 'the confirmation' });
}

/** @param {object} scene @param {string} state */
const reaches = (scene, state) => eventually(
  async () => (await scene.admin.status()).state === state, { what: `the state ${state}` },
);

/** A server in front of its wizard. @param {string} release @param {object} [intent] */
function useWizard(release, intent = QUICK) {
  return useScene({
    release, wizard: 'pending', prepare: ({ cloud }) => cloud.configure({ intent }),
  });
}

function declareTabTests(release) {
  describe('the wizard, from the question whether the cloud is there to the registration', () => {
    const scene = useWizard(release);
    let intentData;

    test('the cloud can be reached, so the wizard offers the e-mail way', async () => {
      const { status, body } = await scene.admin.post('/v1/cloud.registerPreIntent');
      assert.equal(status, 200);
      assert.equal(body.offline, false);
    });

    test('an e-mail address that is none is refused', async () => {
      const { status } = await begin(scene, { email: 'nobody' });
      assert.equal(status, 400);
      assert.equal(scene.requests('intent').length, 0);
      assert.equal((await scene.admin.status()).state, 'unregistered');
    });

    test('the e-mail is sent, and the tab gets a code that is not the cloud\'s', async () => {
      const { status, body } = await begin(scene);
      assert.equal(status, 200, JSON.stringify(body));
      ({ intentData } = body);
      assert.equal(intentData.interval, 1);
      assert.equal(scene.requests('intent')[0].body.contactEmail, EMAIL);
      assert.ok(!scene.cloud.store.intents.has(intentData.device_code));
      const { state, intent } = await scene.admin.status();
      assert.equal(state, 'intent');
      assert.equal(intent.email, EMAIL);
    });

    test('until the link is followed the tab waits', async () => {
      const { status, body } = await poll(scene, intentData.device_code);
      assert.equal(status, 200);
      assert.deepEqual(body.pollData, { status: 'authorization_pending' });
    });

    test('then two tabs get the registration without its secret', async () => {
      scene.cloud.confirm({ userCode: intentData.user_code });
      const answers = [
        await confirmed(scene, intentData.device_code),
        await confirmed(scene, intentData.device_code),
      ];
      const [workspace] = scene.cloud.workspaces;
      for (const { pollData } of answers) {
        assert.equal(pollData.payload.client_id, workspace.clientId);
        assert.equal(pollData.payload.workspaceId, workspace.workspaceId);
        assert.equal(pollData.payload.client_secret, '');
      }
      assertNoSecrets(scene.cloud, answers, 'the answer to a tab');
      assert.equal(scene.cloud.workspaces.length, 1);
    });

    test('the workspace is registered and syncs', async () => {
      await scene.settled();
      const status = await scene.admin.status();
      assert.equal(status.state, 'registered');
      assert.equal((await scene.admin.registration()).workspaceRegistered, true);
      assertNoSecrets(scene.cloud, status, 'the status');
    });

    test('no secret is in the log', () => {
      assertNoSecrets(scene.cloud, scene.server.log, 'the log');
    });

    test('a code that nobody gave out is refused', async () => {
      assert.equal((await poll(scene, 'nobody')).status, 400);
    });
  });
}

function declareServerTests(release) {
  describe('the tab is closed while the e-mail waits', () => {
    const scene = useWizard(release);

    test('a restart in the middle goes on waiting', async () => {
      const { body } = await begin(scene);
      scene.handle = body.intentData.device_code;
      await scene.restart({ signal: 'SIGKILL' });
      assert.equal((await scene.admin.status()).state, 'intent');
    });

    test('the server asks by itself and registers', async () => {
      const [intent] = [...scene.cloud.store.intents.values()];
      scene.cloud.confirm({ deviceCode: intent.deviceCode });
      await reaches(scene, 'registered');
      assert.equal(scene.cloud.workspaces.length, 1);
    });

    test('the wizard is completed for it, the consent is not assumed', async () => {
      assert.notEqual(await scene.admin.setting('Show_Setup_Wizard'), 'completed');
      await eventually(
        async () => await scene.admin.setting('Show_Setup_Wizard') === 'completed',
        { what: 'the completed wizard', limitMs: 90000 },
      );
      assert.notEqual(await scene.admin.setting('Cloud_Service_Agree_PrivacyTerms'), true);
      assert.equal((await scene.admin.status()).pushGateway.on, false);
    });

    test('a tab that is opened again still learns of it', async () => {
      const { pollData } = await confirmed(scene, scene.handle);
      assert.equal(pollData.payload.client_id, scene.cloud.workspaces[0].clientId);
    });
  });
}

function declareEndTests(release) {
  describe('the e-mail is sent again', () => {
    const scene = useWizard(release);

    test('the tab of the first one follows the second', async () => {
      const first = (await begin(scene)).body.intentData;
      const second = (await begin(scene, { resend: true })).body.intentData;
      assert.notEqual(first.device_code, second.device_code);
      assert.equal(scene.requests('intent')[1].query.resent, 'true');
      scene.cloud.confirm({ userCode: second.user_code });
      const { pollData } = await confirmed(scene, first.device_code);
      assert.equal(pollData.payload.client_id, scene.cloud.workspaces[0].clientId);
    });
  });

  describe('nobody follows the link', () => {
    const scene = useWizard(release, { interval: 1, expires_in: 2 });

    test('the waiting ends with the reason, and a new e-mail can be sent', async () => {
      const { body } = await begin(scene);
      await reaches(scene, 'unregistered');
      // Its reason is written after the state.
      const lastError = await eventually(async () => (await scene.admin.status()).lastError);
      assertExplainedInStatus(lastError, 'registration.intent-expired');
      assert.equal((await poll(scene, body.intentData.device_code)).status, 400);
      assert.equal((await begin(scene)).status, 200);
    });
  });
}

forEachRelease((release) => {
  declareTabTests(release);
  declareServerTests(release);
  declareEndTests(release);
}, { ownServer: true });
