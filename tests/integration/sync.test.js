'use strict';

const assert = require('node:assert/strict');
const { before, beforeEach, describe, test } = require('node:test');

const { readSettings } = require('./support/database');
const { EVERY, forEachRelease, lacks, realServer, syncedText } = require('./support/releases');
const { useScene } = require('./support/scene');
const { eventually } = require('./support/wait');

const ONE_SYNC = ['comms', 'supportedVersions', 'sync'];

/** @param {object} scene @returns {string[]} calls that the cloud got, in a fixed order */
const calls = (scene) => scene.cloud.requests.map(({ call }) => call).sort();

/** @param {object} scene @returns {number} connections that the requests came over */
const connections = (scene) => new Set(scene.cloud.requests.map((one) => one.connection)).size;

forEachRelease((release) => {
  const byRoute = { skip: lacks(release, 'syncRoute') };

  describe('a registered workspace', () => {
    const scene = useScene({ release });
    before(() => scene.register());
    beforeEach(() => scene.cloud.clear());

    test('POST cloud.syncWorkspace syncs with three requests', byRoute, async () => {
      const { status, body } = await scene.admin.post('/v1/cloud.syncWorkspace');
      assert.equal(status, 200);
      assert.equal(body.success, true);
      // The access token is at hand; the built-in client asks for one twice.
      assert.deepEqual(calls(scene), ONE_SYNC);
      assert.ok(connections(scene) <= 3, `${connections(scene)} connections`);
    });

    test('cloud:syncWorkspace over DDP', async () => {
      assert.equal(await scene.admin.call('cloud:syncWorkspace'), true);
      assert.deepEqual(calls(scene), ONE_SYNC);
    });

    test('the Sync button answers with the text of its toast', async () => {
      const { status, result } = await scene.admin.press('registrar:sync');
      assert.equal(status, 200);
      assert.deepEqual(result, { message: syncedText(release) });
      assert.deepEqual(calls(scene), ONE_SYNC);
    });

    test('the Sync button of the settings page is such a setting', async () => {
      assert.equal(await scene.admin.setting('Registrar_Sync'), 'registrar:sync');
      const { status } = await scene.admin.post('/v1/settings/Registrar_Sync', { execute: true });
      assert.equal(status, 200);
      assert.deepEqual(calls(scene), ONE_SYNC);
    });

    test('the cloud gets the registration data of this workspace', async () => {
      await scene.admin.call('cloud:syncWorkspace');
      const [{ body }] = scene.requests('sync');
      const [workspace] = scene.cloud.workspaces;
      assert.equal(body.workspaceId, workspace.workspaceId);
      assert.equal(body.uniqueId, await scene.admin.setting('uniqueID'));
      assert.equal(body.connectionDisable, false);
      assert.deepEqual(scene.requests('comms')[0].body, body);
    });

    test('what the cloud sends arrives in the server', async () => {
      scene.cloud.configure({ license: { plan: 'enterprise' } });
      await scene.admin.call('cloud:syncWorkspace');
      const sent = scene.requests('sync')[0].answer.json.license;
      if (!realServer()) {
        // From 6.5 on the license code keeps it, some time after it is applied.
        const stored = lacks(release, 'licenseStore') ? 'Cloud_Workspace_License'
          : 'Enterprise_License';
        await eventually(() => readSettings(scene.server.dataDir)(stored) === sent,
          { what: 'the license in the settings' });
      }
      if (lacks(release, 'supportWindow')) return;
      const { body } = await scene.visitor.get('/info');
      const { signed } = scene.requests('supportedVersions')[0].answer.json;
      assert.equal(body.supportedVersions.signed, signed);
    });

    test('several who sync at once share the work', byRoute, async () => {
      await scene.cloud.setFaults([
        { match: { call: 'sync' }, times: 1, fault: { type: 'hold', at: 'answer' } },
      ]);
      const first = scene.admin.call('cloud:syncWorkspace');
      await scene.cloud.waitForRequest({ call: 'sync' });
      const others = Array.from({ length: 5 }, () => scene.admin.post('/v1/cloud.syncWorkspace'));
      // One more that is answered after the others came in, so that they wait for the same sync.
      await scene.admin.get('/v1/registrar.status');
      await scene.cloud.clearFaults();
      assert.equal(await first, true);
      assert.deepEqual((await Promise.all(others)).map(({ status }) => status), Array(5).fill(200));
      // The first's request was on its way, so the others share one more.
      assert.ok(scene.requests('sync').length <= 2, `${scene.requests('sync').length} syncs`);
      assert.equal(scene.requests('token').length, 0);
    });

    test('a token that the cloud revoked is replaced once', async () => {
      await scene.cloud.setFaults([{ times: 1, fault: { type: 'revokeTokens' } }]);
      assert.equal(await scene.admin.call('cloud:syncWorkspace'), true);
      assert.equal(scene.requests('token').length, 1);
      assert.equal((await scene.admin.status()).lastSync.ok, true);
    });
  });

  describe('a workspace that is not registered', () => {
    const scene = useScene({ release });

    const what = 'POST cloud.syncWorkspace succeeds and refreshes the support window';
    test(what, byRoute, async () => {
      scene.cloud.clear();
      const { status, body } = await scene.admin.post('/v1/cloud.syncWorkspace');
      assert.equal(status, 200);
      assert.equal(body.success, true);
      assert.deepEqual(calls(scene), ['supportedVersions']);
    });

    test('the Sync button says that it is not registered', async () => {
      const { error } = await scene.admin.press('registrar:sync');
      assert.equal(error.error, 'registration.not-registered');
    });
  });
}, { releases: EVERY });
