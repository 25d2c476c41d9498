'use strict';

const assert = require('node:assert/strict');
const { describe, test } = require('node:test');

const { readSettings } = require('./support/database');
const { assertExplained, assertExplainedInStatus } = require('./support/errors');
const { EVERY, NEEDS_OWN_SERVER, forEachRelease, realServer } = require('./support/releases');
const { useScene } = require('./support/scene');
const { eventually } = require('./support/wait');

const REGISTRATION_TOKEN = 'reg-by-environment';

/** @param {object} scene @returns {Promise<void>} checks that cloud and server agree */
async function assertRegistered(scene) {
  const [workspace] = scene.cloud.workspaces;
  const status = await scene.admin.registration();
  assert.equal(status.workspaceRegistered, true);
  assert.equal(status.workspaceId, workspace.workspaceId);
  assert.equal(status.token, '');
  if (!realServer()) {
    const stored = readSettings(scene.server.dataDir);
    assert.equal(stored('Cloud_Workspace_Client_Id'), workspace.clientId);
    assert.equal(stored('Cloud_Workspace_Client_Secret'), workspace.clientSecret);
  }
  assert.equal((await scene.admin.status()).state, 'registered');
}

function declareEnvironmentTests(release) {
  describe('REG_TOKEN, wizard not completed yet', () => {
    const scene = useScene({
      release, wizard: 'pending', env: { REG_TOKEN: REGISTRATION_TOKEN },
      prepare: ({ cloud }) => cloud.issueToken({ token: REGISTRATION_TOKEN }),
    });

    test('the server waits for the wizard, then registers and syncs', async () => {
      assert.equal((await scene.admin.registration()).workspaceRegistered, false);
      assert.equal(scene.requests('connect').length, 0);
      await scene.admin.set('Show_Setup_Wizard', 'completed');
      await scene.cloud.waitForRequest({ call: 'sync' });
      await scene.settled();
      await assertRegistered(scene);
      assert.equal(scene.requests('connect').length, 1);
    });

    test('a restart keeps the registration and asks for no other', async () => {
      await scene.restart();
      await assertRegistered(scene);
      assert.equal(scene.requests('connect').length, 1);
    });
  });

  describe('REG_TOKEN, wizard found completed at the start', () => {
    const scene = useScene({
      release, env: { REG_TOKEN: REGISTRATION_TOKEN },
      prepare: ({ cloud }) => cloud.issueToken({ token: REGISTRATION_TOKEN }),
    });

    test('the server registers and syncs by itself', async () => {
      await scene.cloud.waitForRequest({ call: 'sync' });
      await scene.settled();
      await assertRegistered(scene);
    });
  });

  describe('REG_TOKEN that the cloud refuses', () => {
    const scene = useScene({
      release, env: { REG_TOKEN: REGISTRATION_TOKEN },
      prepare: ({ cloud }) => cloud.issueToken({ token: REGISTRATION_TOKEN, kind: 'used' }),
    });

    test('the status says why', async () => {
      const { lastError } = await eventually(async () => {
        const status = await scene.admin.status();
        return status.lastError && status;
      }, { what: 'the error in the status' });
      assertExplainedInStatus(lastError, 'registration.token-used');
      assert.equal((await scene.admin.registration()).workspaceRegistered, false);
    });

    test('another start does not show the same token again', async () => {
      assert.equal(scene.requests('connect').length, 1);
      await scene.restart();
      const { registrationDue } = await eventually(async () => {
        const status = await scene.admin.status();
        return status.registrationDue && status;
      }, { what: 'the reminder' });
      assert.equal(registrationDue, true);
      // Whatever the start had in mind for the cloud has been said before this.
      await scene.admin.call('cloud:syncWorkspace');
      assert.equal(scene.requests('connect').length, 1);
    });
  });
}

function declareSettingTests(release) {
  for (const variable of ['Registrar_Token', 'OVERWRITE_SETTING_Registrar_Token']) {
    describe(`${variable} in the environment`, () => {
      const scene = useScene({
        release, env: { [variable]: REGISTRATION_TOKEN },
        prepare: ({ cloud }) => cloud.issueToken({ token: REGISTRATION_TOKEN }),
      });
      const stored = () => readSettings(scene.server.dataDir)('Registrar_Token');

      test('registers by itself, and the token does not stay in the setting', async () => {
        await scene.settled();
        await assertRegistered(scene);
        await eventually(() => stored() === '', { what: 'the setting without its token' });
        assert.equal(scene.requests('connect').length, 1);
      });

      test('is not shown to the cloud again, whatever the next start puts there', async () => {
        await scene.restart();
        await assertRegistered(scene);
        await scene.admin.call('cloud:disconnectWorkspace');
        await scene.restart();
        await scene.admin.call('cloud:syncWorkspace');
        assert.equal((await scene.admin.status()).state, 'disconnected');
        assert.equal(scene.requests('connect').length, 1);
      });
    });
  }

  describe('a token that an administrator puts into its setting', () => {
    const scene = useScene({ release });

    test('registers by itself, and does not stay there, in the cache neither', async () => {
      await scene.admin.set('Registrar_Token', scene.cloud.issueToken().token);
      await scene.settled();
      await assertRegistered(scene);
      await eventually(async () => await scene.admin.setting('Registrar_Token') === '',
        { what: 'the setting without its token' });
      assert.equal(readSettings(scene.server.dataDir)('Registrar_Token'), '');
    });

    test('one that is refused stays, with the reason in the status', async () => {
      await scene.admin.call('cloud:disconnectWorkspace');
      await scene.admin.set('Registrar_Token', 'nonsense');
      await eventually(async () => {
        const { lastError } = await scene.admin.status();
        return lastError && lastError.code === 'registration.token-invalid';
      }, { what: 'the refusal in the status' });
      assert.equal(await scene.admin.setting('Registrar_Token'), 'nonsense');
    });
  });
}

forEachRelease((release) => {
  describe('registration by the setting', { skip: realServer() && NEEDS_OWN_SERVER }, () => {
    declareSettingTests(release);
  });

  describe('registration by REG_TOKEN', { skip: realServer() && NEEDS_OWN_SERVER }, () => {
    declareEnvironmentTests(release);
  });

  describe('cloud:connectWorkspace', () => {
    const scene = useScene({ release });
    let spent;

    const REFUSED = [
      ['used', 'registration.token-used'],
      ['expired', 'registration.token-expired'],
    ];
    for (const [kind, code] of REFUSED) {
      test(`with a token that is ${kind}`, async () => {
        const { token } = scene.cloud.issueToken({ kind });
        const error = await scene.admin.callFailing('cloud:connectWorkspace', token);
        assertExplained(error, code);
        assert.equal((await scene.admin.registration()).workspaceRegistered, false);
        assertExplainedInStatus((await scene.admin.status()).lastError, code);
      });
    }

    test('with a token that is nonsense', async () => {
      const error = await scene.admin.callFailing('cloud:connectWorkspace', 'no-such-token');
      assertExplained(error, 'registration.token-invalid');
      assert.equal((await scene.admin.registration()).workspaceRegistered, false);
    });

    test('with a good token', async () => {
      const { token } = scene.cloud.issueToken();
      spent = token;
      assert.equal(await scene.admin.call('cloud:connectWorkspace', token), true);
      // Committed when it answers: nothing has to be waited for.
      await assertRegistered(scene);
      await scene.cloud.waitForRequest({ call: 'sync' });
      await scene.settled();
      assert.equal((await scene.admin.status()).lastSync.ok, true);
    });

    test('once more while registered', async () => {
      for (const token of [spent, scene.cloud.issueToken().token]) {
        const error = await scene.admin.callFailing('cloud:connectWorkspace', token);
        assertExplained(error, 'registration.already-registered');
      }
      await assertRegistered(scene);
    });
  });

  describe('cloud:connectWorkspace with a license that cannot be read', () => {
    const scene = useScene({
      release, prepare: ({ cloud }) => cloud.configure({ license: { kind: 'unreadable' } }),
    });

    test('answers true; the status tells of the license apart', async () => {
      const { token } = scene.cloud.issueToken();
      assert.equal(await scene.admin.call('cloud:connectWorkspace', token), true);
      await assertRegistered(scene);
      await scene.settled();
      const { license, lastSync } = await scene.admin.status();
      assert.equal(license.outcome, 'unreadable');
      assertExplainedInStatus(license.error, 'license.unreadable');
      assert.equal(lastSync.ok, true);
    });
  });

  describe('cloud:connectWorkspace while the cloud keeps the first sync waiting', () => {
    const scene = useScene({ release });

    test('answers true before the sync is over', async () => {
      await scene.cloud.setFaults([{ match: { call: 'sync' }, fault: { type: 'hold' } }]);
      const { token } = scene.cloud.issueToken();
      assert.equal(await scene.admin.call('cloud:connectWorkspace', token), true);
      await assertRegistered(scene);
      assert.equal((await scene.admin.status()).lastSync, null);
      await scene.cloud.clearFaults();
      await scene.settled();
    });
  });

  describe('cloud:connectWorkspace when the first sync fails', () => {
    const scene = useScene({
      release,
      prepare: ({ cloud }) => cloud.setFaults([
        { match: { call: 'sync' }, fault: { type: 'status', status: 503 } },
      ]),
    });

    test('answers true; the status tells of the sync apart', async () => {
      const { token } = scene.cloud.issueToken();
      assert.equal(await scene.admin.call('cloud:connectWorkspace', token), true);
      await assertRegistered(scene);
      await scene.settled();
      const { state, lastSync, lastError } = await scene.admin.status();
      assert.equal(state, 'registered');
      assert.equal(lastSync.ok, false);
      assertExplainedInStatus(lastError, 'cloud.status.unavailable');
    });
  });
}, { releases: EVERY });
