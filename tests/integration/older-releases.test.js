'use strict';

const assert = require('node:assert/strict');
const path = require('node:path');
const { before, describe, test } = require('node:test');

const { readSettings } = require('./support/database');
const { assertExplained } = require('./support/errors');
const { OLDER, forEachRelease } = require('./support/releases');
const { useScene } = require('./support/scene');
const { PRELOAD } = require('./support/server');
const { eventually } = require('./support/wait');

// Releases before 6.5: the page "Connectivity Services" with its own methods and a switch apart
// from the registration, and on 5 functions that do not give promises.

const CONSOLE = path.join(__dirname, '../host/fixtures/console.js');
const FUNCTIONS = '/app/cloud/server/functions';

forEachRelease((release) => {
  const extension = release === '5.2' ? 'js' : 'ts';
  const options = { release, preloads: [CONSOLE, PRELOAD] };

  describe('the page Connectivity Services', () => {
    const scene = useScene(options);
    const page = async () => {
      const { connectToCloud, workspaceRegistered } = await scene.admin.registration();
      return { connectToCloud, workspaceRegistered };
    };

    test('shows a workspace that is not registered', async () => {
      assert.deepEqual(await page(), { connectToCloud: false, workspaceRegistered: false });
      assert.equal(await scene.admin.call('cloud:syncWorkspace'), false);
    });

    test('the button Connect sends an e-mail with a link, and the switch goes on', async () => {
      assert.equal(await scene.admin.call('cloud:registerWorkspace'), true);
      assert.equal(scene.requests('registerByEmail').length, 1);
      await eventually(async () => (await page()).connectToCloud, { what: 'the switch' });
      assert.deepEqual(await page(), { connectToCloud: true, workspaceRegistered: false });
    });

    test('a token that is none says so', async () => {
      assertExplained(await scene.admin.callFailing('cloud:connectWorkspace', 'nonsense'),
        'registration.token-invalid');
    });

    test('registers by token', async () => {
      await scene.register();
      assert.deepEqual(await page(), { connectToCloud: true, workspaceRegistered: true });
      assert.equal(readSettings(scene.server.dataDir)('Cloud_Workspace_Id'),
        scene.cloud.workspaces[0].workspaceId);
    });

    test('syncs', async () => {
      scene.cloud.clear();
      assert.equal(await scene.admin.call('cloud:syncWorkspace'), true);
      assert.equal(scene.requests('sync').length, 1);
    });

    test('disconnects: the cloud is told and the tokens end', async () => {
      assert.equal(await scene.admin.call('cloud:disconnectWorkspace'), true);
      assert.deepEqual(await page(), { connectToCloud: false, workspaceRegistered: false });
      assert.equal((await scene.admin.status()).state, 'disconnected');
      assert.equal(readSettings(scene.server.dataDir)('Cloud_Workspace_Client_Id'), '');
    });

    test('the button Connect takes the kept registration up again', async () => {
      assert.equal(await scene.admin.call('cloud:registerWorkspace'), true);
      assert.deepEqual(await page(), { connectToCloud: true, workspaceRegistered: true });
      assert.equal(scene.cloud.workspaces.length, 1);
    });

    test('reconnects', async () => {
      await scene.admin.call('cloud:disconnectWorkspace');
      assert.equal(await scene.admin.call('cloud:reconnectWorkspace'), true);
      assert.deepEqual(await page(), { connectToCloud: true, workspaceRegistered: true });
    });

    test('the module\'s own endpoints and buttons are there', async () => {
      const { status, body } = await scene.admin.post('/v1/registrar.sync');
      assert.equal(status, 200, JSON.stringify(body));
      assert.equal((await scene.visitor.get('/v1/registrar.status')).status, 401);
      const { result } = await scene.admin.press('registrar:sync');
      assert.ok(['Sync_success', 'RegisterWorkspace_Syncing_Complete'].includes(result.message));
    });
  });

  describe('callers inside the server', () => {
    const scene = useScene(options);
    const run = (code) => scene.admin.call('test:run', code);
    const withScope = `${FUNCTIONS}/getWorkspaceAccessTokenWithScope.${extension}`;
    before(() => scene.register());

    test('get a token for a scope, on 5 without waiting', async () => {
      // Its callers are in a fiber, which this code has lost by waiting.
      const { isPromise, token, date } = await run(`
        const { getWorkspaceAccessTokenWithScope } = await require('${withScope}');
        const called = await Promise.asyncApply(() => {
          const given = getWorkspaceAccessTokenWithScope('marketplace:read');
          return { isPromise: typeof given.then === 'function', given };
        });
        const { token, expiresAt } = await called.given;
        return { isPromise: called.isPromise, token, date: expiresAt instanceof Date };`);
      assert.equal(isPromise, release !== '5.2');
      assert.ok(scene.cloud.store.accessTokens.has(token));
      assert.equal(date, true);
    });

    test('get no token while the switch is off', async () => {
      const token = () => run(`
        const { getWorkspaceAccessToken } = await require('${FUNCTIONS}/getWorkspaceAccessToken.ts');
        return getWorkspaceAccessToken(true);`);
      assert.ok(scene.cloud.store.accessTokens.has(await token()));
      await scene.admin.set('Register_Server', false);
      await eventually(async () => (await scene.admin.registration()).connectToCloud === false,
        { what: 'the switch' });
      assert.equal(await token(), '');
      await scene.admin.set('Register_Server', true);
      await eventually(async () => (await scene.admin.registration()).connectToCloud === true,
        { what: 'the switch' });
    });

    test('a sync that fails is false, as before', async () => {
      await scene.cloud.setFaults([{ match: { call: 'sync' }, fault: { type: 'html' } }]);
      const synced = await run(`
        const { syncWorkspace } = await require('${FUNCTIONS}/syncWorkspace.ts');
        return syncWorkspace();`);
      await scene.cloud.clearFaults();
      assert.equal(synced, false);
      assert.ok((await scene.admin.status()).lastError.code.startsWith('cloud.'));
    });

    test('the license is asked for in the version that the release reads', async () => {
      await run(`
        const { getWorkspaceLicense } = await require('${FUNCTIONS}/getWorkspaceLicense.ts');
        return getWorkspaceLicense();`);
      assert.equal(scene.requests('license').at(-1).query.version, release === '5.2' ? '2' : '3');
    });

    test('the license is kept, and in force again after a restart', async () => {
      scene.cloud.configure({ license: { plan: 'enterprise' } });
      await scene.admin.call('cloud:syncWorkspace');
      const license = readSettings(scene.server.dataDir)('Cloud_Workspace_License');
      assert.equal(license, scene.requests('sync').at(-1).answer.json.license);
      await scene.restart();
      const inForce = () => run(`
        const { getLicenses } = await require('/ee/app/license/server/license.ts');
        return getLicenses();`);
      await eventually(async () => (await inForce()).length > 0, { what: 'the license' });
    });
  });
}, { ownServer: true, releases: OLDER });
