'use strict';

const assert = require('node:assert/strict');
const path = require('node:path');
const { after, before, describe, test } = require('node:test');

const { assertExplained, assertExplainedInStatus } = require('./support/errors');
const { strike } = require('./support/faults');
const { forEachRelease } = require('./support/releases');
const { Scene, useScene } = require('./support/scene');
const { assertNoSecrets } = require('./support/secrets');
const { PRELOAD } = require('./support/server');
const { idWithSlotAt } = require('./support/slots');
const { eventually } = require('./support/wait');

// Every flow once through a server of each release, in real time, with a cloud that takes every
// request and answers none: each ends by its deadline, in words, and works when the cloud does.

const CONSOLE = path.join(__dirname, '../host/fixtures/console.js');
const FUNCTIONS = '/app/cloud/server/functions';
const LATE = 'cloud.response.timeout';
const SILENCE = { type: 'stall', at: 'answer' };
const EMAIL = 'ada@chat.example';
const DEADLINES = {
  OVERWRITE_SETTING_Registrar_Connect_Deadline: '1',
  OVERWRITE_SETTING_Registrar_Request_Deadline: '2',
};

const LEADS_MS = [12000, 40000, 120000];

/**
 * @param {string} release
 * @returns {Promise<Scene>} a registered workspace that is to sync soon, but not before its cloud
 *   has fallen silent, however slow the machine is
 */
async function silencedBeforeItsSlot(release) {
  for (const lead of LEADS_MS) {
    const { id, slot } = idWithSlotAt(Date.now() + lead);
    const scene = new Scene({ release, env: { ...DEADLINES, OVERWRITE_SETTING_uniqueID: id } });
    await scene.open();
    await scene.register();
    await strike(scene.cloud, SILENCE);
    if (Date.now() < slot) return scene;
    await scene.close();
  }
  throw new Error('This machine is too slow to register a workspace before its slot.');
}

forEachRelease((release) => {
  describe('a registered workspace whose cloud says nothing', () => {
    const scene = useScene({ release, env: DEADLINES, preloads: [CONSOLE, PRELOAD] });
    const inServer = (file, code) => scene.admin.call('test:run', `
      const it = await require('${FUNCTIONS}/${file}.ts');
      return ${code};`);
    const token = () => inServer('getWorkspaceAccessToken', 'it.getWorkspaceAccessToken(true)');
    before(async () => {
      await scene.register();
      await strike(scene.cloud, SILENCE);
    });

    test('Sync says so', async () => {
      assertExplained((await scene.admin.press('registrar:sync')).error, LATE);
      const { state, lastError } = await scene.admin.status();
      assert.equal(state, 'registered');
      assertExplainedInStatus(lastError, LATE);
    });

    test('the server starts, and the workspace is what it was', async () => {
      await scene.restart();
      const { state, lastError } = await scene.admin.status();
      assert.equal(state, 'registered');
      assertExplainedInStatus(lastError, LATE);
      assert.equal((await scene.admin.registration()).workspaceRegistered, true);
    });

    test('who wants a new access token gets an empty one', async () => {
      assert.equal(await token(), '');
    });

    test('the license is asked for in vain, and removed here', async () => {
      await inServer('getWorkspaceLicense', 'it.getWorkspaceLicense().then(() => 0, () => 0)');
      assert.equal(
        await inServer('removeLicense', 'it.removeLicense().then(() => "removed")'), 'removed');
    });

    test('Disconnect works, and the cloud is not told', async () => {
      const { result } = await scene.admin.press('registrar:disconnect');
      assert.match(result.message, /^Disconnected/);
      const { state, lastError } = await scene.admin.status();
      assert.equal(state, 'disconnected');
      assertExplainedInStatus(lastError, 'registration.cloud-not-told');
    });

    test('Reconnect says why it does not', async () => {
      assertExplained((await scene.admin.press('registrar:reconnect')).error, LATE);
      assert.equal((await scene.admin.status()).state, 'disconnected');
    });

    test('all works when the cloud does', async () => {
      await scene.cloud.clearFaults();
      scene.cloud.front.dropConnections();
      assert.equal((await scene.admin.press('registrar:reconnect')).error, undefined);
      assert.equal((await scene.admin.press('registrar:sync')).error, undefined);
      assert.notEqual(await token(), '');
      assertNoSecrets(scene.cloud, scene.server.log, 'the log');
    });
  });

  describe('a workspace that is to sync by itself while its cloud says nothing', () => {
    let scene;
    before(async () => { scene = await silencedBeforeItsSlot(release); });
    after(() => scene && scene.close());

    test('notes each part that failed, and goes on', async () => {
      const { lastSync, lastError, state } = await eventually(async () => {
        const status = await scene.admin.status();
        return status.lastSync.reason === 'schedule' && status;
      }, { what: 'the sync of the schedule', limitMs: LEADS_MS.at(-1) });
      for (const part of ['sync', 'comms', 'supportWindow']) {
        assert.equal(lastSync.parts[part].error.code, LATE, part);
      }
      assertExplainedInStatus(lastError, LATE);
      assert.equal(state, 'registered');
      await eventually(async () => Date.parse((await scene.admin.status()).nextSync) > Date.now(),
        { what: 'the time of the next sync' });
      await scene.server.logged(LATE);
    });

    test('an administrator need not wait for the next one', async () => {
      await scene.cloud.clearFaults();
      scene.cloud.front.dropConnections();
      assert.equal((await scene.admin.press('registrar:sync')).error, undefined);
      const { lastSync, lastError } = await scene.admin.status();
      assert.equal(lastSync.ok, true);
      assert.equal(lastError, null);
    });
  });

  describe('an unregistered workspace whose cloud says nothing', () => {
    const scene = useScene({ release, wizard: 'pending', env: DEADLINES });
    before(async () => {
      await scene.admin.set('Organization_Name', 'Company');
      await scene.admin.set('Show_Setup_Wizard', 'in_progress');
      await strike(scene.cloud, SILENCE);
    });

    test('the wizard is told to go the offline way', async () => {
      const { body } = await scene.admin.post('/v1/cloud.registerPreIntent');
      assert.equal(body.offline, true);
    });

    test('the e-mail is not sent, with the reason', async () => {
      const { status } = await scene.admin.post('/v1/cloud.createRegistrationIntent', {
        resend: false, email: EMAIL,
      });
      assert.equal(status, 400);
      assertExplainedInStatus((await scene.admin.status()).lastError, LATE);
    });

    test('a token may be spent, which is said', async () => {
      const { token } = scene.cloud.issueToken();
      assertExplained(await scene.admin.callFailing('cloud:connectWorkspace', token),
        'registration.answer-lost');
      assert.equal((await scene.admin.registration()).workspaceRegistered, false);
    });

    test('Sync asks for the support window, in vain', async () => {
      await scene.admin.press('registrar:sync');
      assert.match(await scene.server.logged('Support window failed'), /cloud\.response\.timeout/);
    });

    test('a text that is pasted registers all the same', async () => {
      const { body } = await scene.admin.get('/v1/registrar.offlineData');
      const { status } = await scene.admin.post('/v1/registrar.offlineApply', {
        blob: scene.cloud.registerOffline(body.blob),
      });
      assert.equal(status, 200);
      assert.equal((await scene.admin.status()).state, 'offline');
    });

    test('all works when the cloud does', async () => {
      await scene.cloud.clearFaults();
      scene.cloud.front.dropConnections();
      assert.equal((await scene.admin.press('registrar:disconnect')).error, undefined);
      await scene.register();
      assert.equal((await scene.admin.status()).state, 'registered');
    });
  });
});
