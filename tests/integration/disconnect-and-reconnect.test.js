'use strict';

const assert = require('node:assert/strict');
const { before, describe, test } = require('node:test');

const { readSettings } = require('./support/database');
const { assertExplained, assertExplainedInStatus } = require('./support/errors');
const {
  EVERY, NEEDS_OWN_SERVER, forEachRelease, realServer, registeredText,
} = require('./support/releases');
const { useScene } = require('./support/scene');
const { eventually } = require('./support/wait');

const EMPTIED = ['Cloud_Workspace_Client_Id', 'Cloud_Workspace_Client_Secret'];

const OWN_SERVER = { skip: realServer() && NEEDS_OWN_SERVER };

async function assertDisconnected(scene) {
  assert.equal((await scene.admin.registration()).workspaceRegistered, false);
  assert.equal((await scene.admin.status()).state, 'disconnected');
  if (!realServer()) {
    const stored = readSettings(scene.server.dataDir);
    EMPTIED.forEach((id) => assert.equal(stored(id), '', id));
  }
  assert.equal(await scene.admin.setting('Register_Server'), false);
}

async function assertConnected(scene, workspace) {
  const { workspaceRegistered, workspaceId } = await scene.admin.registration();
  assert.equal(workspaceRegistered, true);
  assert.equal(workspaceId, workspace.workspaceId);
  assert.equal((await scene.admin.status()).state, 'registered');
  if (!realServer()) {
    const stored = readSettings(scene.server.dataDir);
    assert.equal(stored('Cloud_Workspace_Client_Id'), workspace.clientId);
    assert.equal(stored('Cloud_Workspace_Client_Secret'), workspace.clientSecret);
  }
  assert.equal(await scene.admin.setting('Register_Server'), true);
}

/** The sync that follows a reconnection tells the cloud that the workspace is back. */
function toldConnected(workspace) {
  return eventually(() => !workspace.disconnected, { what: 'the cloud\'s knowledge of it' });
}

forEachRelease((release) => {
  describe('with a cloud that answers', () => {
    const scene = useScene({ release });
    let workspace;
    before(async () => {
      workspace = await scene.register();
      await scene.admin.set('Show_Setup_Wizard', 'completed');
    });

    test('the Disconnect button', async () => {
      const { result } = await scene.admin.press('registrar:disconnect');
      assert.match(result.message, /^Disconnected\. Push notifications/);
      await assertDisconnected(scene);
      assert.equal(workspace.disconnected, true, 'the cloud was told');
      assert.equal(scene.requests('sync').at(-1).body.connectionDisable, true);
      // Unlike the built-in removal, it throws nobody into the wizard.
      assert.equal(await scene.admin.setting('Show_Setup_Wizard'), 'completed');
    });

    test('once more', async () => {
      const { error } = await scene.admin.press('registrar:disconnect');
      assertExplained(error, 'registration.not-registered');
    });

    test('a restart keeps it disconnected', OWN_SERVER, async () => {
      await scene.restart();
      await assertDisconnected(scene);
    });

    test('the Reconnect button', async () => {
      const { result } = await scene.admin.press('registrar:reconnect');
      assert.deepEqual(result, { message: registeredText(release) });
      await assertConnected(scene, workspace);
      await toldConnected(workspace);
      assert.equal(scene.cloud.workspaces.length, 1, 'no second workspace');
    });

    test('once more', async () => {
      const { error } = await scene.admin.press('registrar:reconnect');
      assertExplained(error, 'registration.already-registered');
    });

    test('a restart keeps it connected', OWN_SERVER, async () => {
      await scene.restart();
      await assertConnected(scene, workspace);
      assert.equal(await scene.admin.call('cloud:syncWorkspace'), true);
    });

    test('cloud:disconnectWorkspace and cloud:reconnectWorkspace over DDP', async () => {
      assert.equal(await scene.admin.call('cloud:disconnectWorkspace'), true);
      await assertDisconnected(scene);
      assert.equal(await scene.admin.call('cloud:reconnectWorkspace'), true);
      await assertConnected(scene, workspace);
      await toldConnected(workspace);
    });
  });

  describe('with a cloud that is down', () => {
    const scene = useScene({ release });
    let workspace;
    before(async () => {
      workspace = await scene.register();
    });

    test('Disconnect works and says that the cloud could not be told', async () => {
      await scene.cloud.setFaults([{ fault: { type: 'refuse' } }]);
      const { result } = await scene.admin.press('registrar:disconnect');
      assert.match(result.message, /^Disconnected\. .+ .+/);
      await assertDisconnected(scene);
      assertExplainedInStatus((await scene.admin.status()).lastError,
        'registration.cloud-not-told');
    });

    test('Reconnect says why it does not, and nothing changes', async () => {
      const { error } = await scene.admin.press('registrar:reconnect');
      assertExplained(error, 'cloud.connect.refused');
      await assertDisconnected(scene);
    });

    test('Reconnect works when the cloud is back', async () => {
      await scene.cloud.clearFaults();
      assert.equal(await scene.admin.call('cloud:reconnectWorkspace'), true);
      await assertConnected(scene, workspace);
    });
  });

  describe('30946, 29994, 33989, 23027: with a cloud that removed the workspace', () => {
    const scene = useScene({ release });

    test('Sync says so, the status shows it, and Disconnect is at hand', async () => {
      const workspace = await scene.register();
      scene.cloud.forgetWorkspace(workspace.workspaceId);
      const { error } = await scene.admin.press('registrar:sync');
      assertExplained(error, 'cloud.client.unknown');
      await eventually(async () => (await scene.admin.status()).state === 'forgotten',
        { what: 'the state of a forgotten workspace' });
      assertExplainedInStatus((await scene.admin.status()).lastError, 'cloud.client.unknown');
      assert.equal((await scene.admin.registration()).workspaceRegistered, false);
      assert.equal((await scene.admin.press('registrar:disconnect')).error, undefined);
      assert.equal((await scene.admin.status()).state, 'disconnected');
    });

    test('Reconnect says so, and a new token registers anew', async () => {
      const workspace = await scene.register();
      await scene.admin.call('cloud:disconnectWorkspace');
      scene.cloud.forgetWorkspace(workspace.workspaceId);
      const { error } = await scene.admin.press('registrar:reconnect');
      assertExplained(error, 'cloud.client.unknown');
      assert.equal((await scene.admin.registration()).workspaceRegistered, false);
      const fresh = await scene.register();
      assert.notEqual(fresh.workspaceId, workspace.workspaceId);
      await assertConnected(scene, fresh);
    });
  });

  describe('never registered', () => {
    const scene = useScene({ release });

    test('there is nothing to reconnect', OWN_SERVER, async () => {
      const { error } = await scene.admin.press('registrar:reconnect');
      assertExplained(error, 'registration.nothing-to-reconnect');
    });
  });
}, { releases: EVERY });
