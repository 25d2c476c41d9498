'use strict';

const assert = require('node:assert/strict');
const { describe, test } = require('node:test');

const { forEachRelease } = require('./support/releases');
const { useScene } = require('./support/scene');
const { assertNoSecrets } = require('./support/secrets');

/** @param {object} scene @returns {Promise<string>} the text for the cloud console */
async function offlineData(scene) {
  const { status, body } = await scene.admin.get('/v1/registrar.offlineData');
  assert.equal(status, 200, JSON.stringify(body));
  return body.blob;
}

/** @param {object} scene @param {string} blob @returns {Promise<object>} the answer */
const apply = (scene, blob) => scene.admin.post('/v1/registrar.offlineApply', { blob });

/** @param {string} blob @param {(answer: any) => void} change @returns {string} */
function changed(blob, change) {
  const answer = JSON.parse(Buffer.from(blob, 'base64').toString('utf8'));
  change(answer);
  return Buffer.from(JSON.stringify(answer)).toString('base64');
}

/** What ways of copying make of a text. */
const REWRAPPED = {
  'in lines of 60 characters': (blob) => blob.match(/.{1,60}/g).join('\r\n'),
  'in quotes': (blob) => `"${blob}"`,
  'in the URL alphabet without padding': (blob) => (
    blob.replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')),
};

function declareRefusals(release) {
  describe('a text that cannot be used', () => {
    const scene = useScene({ release });

    /** @param {string} blob @param {string} code of the error */
    async function assertRefused(blob, code) {
      const { status, body } = await apply(scene, blob);
      assert.equal(status, 400, JSON.stringify(body));
      assert.ok(JSON.stringify(body).includes(code), JSON.stringify(body));
      assert.equal((await scene.admin.status()).state, 'unregistered');
    }

    test('something else altogether', () => assertRefused('hello', 'offline.not-base64'));

    test('an answer that is cut off', async () => {
      const answer = scene.cloud.registerOffline(await offlineData(scene));
      await assertRefused(answer.slice(0, -40), 'offline.cut-off');
    });

    test('the server\'s own text', async () => {
      await assertRefused(await offlineData(scene), 'offline.not-an-answer');
    });

    test('the answer for another workspace', async () => {
      const other = changed(await offlineData(scene), (data) => {
        data.address = 'https://other.workspace.test';
      });
      await assertRefused(scene.cloud.registerOffline(other), 'offline.other-workspace');
    });

    test('an answer whose license is expired', async () => {
      const answer = scene.cloud.registerOffline(await offlineData(scene));
      const expired = changed(answer, ({ licenseData }) => {
        licenseData.expireAt = '2020-01-01T00:00:00.000Z';
      });
      await assertRefused(expired, 'offline.license-expired');
    });
  });
}

function declareRegistrations(release) {
  describe('a workspace without a connection to the cloud', () => {
    const scene = useScene({ release });

    for (const [how, wrap] of Object.entries(REWRAPPED)) {
      test(`is registered by a text that was copied ${how}, then disconnected`, async () => {
        const answer = scene.cloud.registerOffline(await offlineData(scene));
        scene.cloud.clear();
        const { status, body } = await apply(scene, wrap(answer));
        assert.equal(status, 200, JSON.stringify(body));
        assert.equal(body.workspaceId, scene.cloud.workspaces.at(-1).workspaceId);
        assertNoSecrets(scene.cloud, body, 'the answer');
        assert.equal((await scene.admin.status()).state, 'offline');
        assert.equal((await scene.admin.registration()).workspaceRegistered, true);
        assert.deepEqual(scene.cloud.requests.map(({ call }) => call), []);
        await scene.admin.call('cloud:disconnectWorkspace');
        assert.equal((await scene.admin.status()).state, 'disconnected');
        assert.equal((await scene.admin.registration()).workspaceRegistered, false);
      });
    }

    test('19011: Disconnect stays in force, also after a restart', async () => {
      scene.cloud.clear();
      await scene.restart();
      assert.equal((await scene.admin.status()).state, 'disconnected');
      const { workspaceRegistered, workspaceId } = await scene.admin.registration();
      assert.deepEqual([workspaceRegistered, workspaceId || ''], [false, '']);
      await scene.admin.call('cloud:syncWorkspace');
      assert.equal((await scene.admin.status()).state, 'disconnected');
      assert.deepEqual(scene.requests('token'), []);
    });

    test('the built-in way of pasting does the same', async () => {
      const cloudBlob = scene.cloud.registerOffline(await offlineData(scene));
      const { status, body } = await scene.admin.post('/v1/cloud.manualRegister', { cloudBlob });
      assert.equal(status, 200, JSON.stringify(body));
      assert.equal((await scene.admin.status()).state, 'offline');
    });

    test('a restart leaves it so and asks nothing of the cloud', async () => {
      scene.cloud.clear();
      await scene.restart();
      assert.equal((await scene.admin.status()).state, 'offline');
      assert.deepEqual(scene.cloud.requests.map(({ call }) => call), []);
    });

    test('a second text does not overwrite it', async () => {
      const { status, body } = await apply(scene, await offlineData(scene));
      assert.equal(status, 400);
      assert.ok(JSON.stringify(body).includes('offline.not-an-answer'));
      const answer = scene.cloud.registerOffline(await offlineData(scene));
      const refused = await apply(scene, answer);
      assert.equal(refused.status, 400);
      assert.ok(JSON.stringify(refused.body).includes('registration.already-registered'));
    });

    test('Sync by hand makes it a registered one', async () => {
      assert.equal(await scene.admin.call('cloud:syncWorkspace'), true);
      assert.equal((await scene.admin.status()).state, 'registered');
    });

    test('no secret is in the log', () => {
      assertNoSecrets(scene.cloud, scene.server.log, 'the log');
    });
  });
}

forEachRelease((release) => {
  declareRefusals(release);
  declareRegistrations(release);
}, { ownServer: true });
