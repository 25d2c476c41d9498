'use strict';

const assert = require('node:assert/strict');
const { describe, test } = require('node:test');

const { readCollection } = require('./support/database');
const { EVERY, forEachRelease } = require('./support/releases');
const { useScene } = require('./support/scene');
const { PRELOAD } = require('./support/server');
const { eventually, sleep } = require('./support/wait');

// A server that its own code has registered is given the module.

/** What may be asked for that has nothing to do with it would come within this time. */
const QUIET_MS = 1500;

/** @param {string} dataDir @returns {Object<string, any>} values of the server's own settings */
function serverSettings(dataDir) {
  const values = [...readCollection(dataDir, 'rocketchat_settings').values()]
    .filter(({ _id }) => !/^(Registrar_|Workspace_Registration)/.test(_id))
    .map(({ _id, value }) => [_id, value]);
  return Object.fromEntries(values.sort(([a], [b]) => (a < b ? -1 : 1)));
}

forEachRelease((release) => {
  describe('a server that is registered without the module', () => {
    const scene = useScene({
      release, wizard: 'pending', preloads: [], withoutModule: true,
    });
    let workspace;
    let before;

    test('is registered by its own code', async () => {
      const { token } = scene.cloud.issueToken();
      assert.equal(await scene.admin.call('cloud:connectWorkspace', token), true);
      [workspace] = scene.cloud.workspaces;
      await eventually(async () => (await scene.admin.registration()).workspaceRegistered,
        { what: 'its registration' });
      await scene.admin.set('Show_Setup_Wizard', 'completed');
    });

    test('is registered with the module, which asks nothing', async () => {
      scene.leave();
      await scene.server.stop();
      before = serverSettings(scene.server.dataDir);
      assert.equal(before.Cloud_Workspace_Client_Id, workspace.clientId);
      scene.cloud.clear();
      scene.server.preloads = [PRELOAD];
      await scene.server.start();
      await scene.meetPeople();
      const status = await scene.admin.status();
      assert.equal(status.state, 'registered');
      assert.equal(status.workspaceId, workspace.workspaceId);
      const planned = async () => Date.parse((await scene.admin.status()).nextSync) > Date.now();
      await eventually(planned, { what: 'the plan of the next sync' });
      await sleep(QUIET_MS);
      assert.deepEqual(scene.cloud.requests.map(({ call }) => call), []);
    });

    test('none of its settings is changed', () => {
      assert.deepEqual(serverSettings(scene.server.dataDir), before);
    });

    test('syncs with what it had', async () => {
      assert.equal((await scene.admin.press('registrar:sync')).error, undefined);
      assert.equal(scene.requests('sync').length, 1);
      assert.equal(scene.cloud.workspaces.length, 1);
    });
  });
}, { ownServer: true, releases: EVERY });
