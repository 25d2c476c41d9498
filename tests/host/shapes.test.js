'use strict';

// What the shapes of older releases have that release 6 has not, and the other way round.

const assert = require('assert');
const { test } = require('node:test');
const { environment, startCloud } = require('./little-cloud');
const {
  OLD_RELEASES, callMethod, eventually, login, rest, run, startFor,
} = require('./helpers');

const limit = { timeout: 60000 };

const OLD_SYNC = ['/api/oauth/token', '/client0/client', '/client0/license'];

/** What a whole sync asks the cloud for, in order. */
const syncOf = (release) => (release === '5.2' ? OLD_SYNC : [...OLD_SYNC, '/versions']);

async function status(host, as) {
  const { body } = await rest(host, 'GET', 'cloud.registrationStatus', { as });
  return body.registrationStatus;
}

const valueOf = (host, as, id) => run(host, as, `
  const { Settings } = await require('@rocket.chat/models');
  return Settings.getValueById('${id}');`);

for (const release of OLD_RELEASES) {
  test(`the own cloud client of release ${release}`, limit, async (t) => {
    const cloud = await startCloud(t);
    const env = environment(cloud, { REG_TOKEN: 'token' });
    const host = await startFor(t, { release, env, preload: 'console.js' });
    const admin = await login(host, 'admin');
    const call = (method, ...params) => callMethod(host, admin, method, ...params);
    const isConnected = (wanted) => eventually(() => status(host, admin),
      ({ connectToCloud }) => connectToCloud === wanted);

    await t.test('registers at start by REG_TOKEN', async () => {
      assert.ok(cloud.asked.includes('/api/oauth/clients'));
      const found = await eventually(() => status(host, admin), (now) => now.workspaceRegistered);
      assert.deepStrictEqual([found.connectToCloud, found.workspaceId, found.token],
        [true, 'w', '']);
      assert.strictEqual(await valueOf(host, admin, 'Cloud_Workspace_License'), cloud.license);
    });

    await t.test('syncs the old way, and answers whether it went well', async () => {
      // The license is asked for with the token of the cache, which lags: the first sync may miss.
      await call('cloud:syncWorkspace');
      await eventually(() => run(host, admin, `
        const { settings } = await require('/app/settings/server/index.ts');
        return settings.get('Cloud_Workspace_Access_Token');`), (token) => token === 't');
      cloud.asked = [];
      assert.strictEqual(await call('cloud:syncWorkspace'), true);
      assert.deepStrictEqual(cloud.asked, syncOf(release));
    });

    await t.test('takes surveys and banners from the sync', async () => {
      const [at, end] = [0, 3600000].map((ms) => new Date(Date.now() + ms).toISOString());
      const banner = { _id: 'banner', createdAt: at, startAt: at, expireAt: end, view: {} };
      cloud.news = { nps: { id: 'nps', startAt: at, expireAt: end }, banners: [banner] };
      assert.strictEqual(await call('cloud:syncWorkspace'), true);
      const dates = await run(host, admin, `
        const { Banners, Nps } = await require('@rocket.chat/models');
        const found = [await Nps.findOneById('nps'), await Banners.findOneById('banner')];
        return found.map((one) => one.startAt instanceof Date && one.expireAt instanceof Date);`);
      assert.deepStrictEqual(dates, [true, true]);
      cloud.news = {};
    });

    await t.test('disconnects by a switch and keeps the registration', async () => {
      assert.strictEqual(await call('cloud:disconnectWorkspace'), true);
      const { workspaceRegistered } = await isConnected(false);
      assert.strictEqual(workspaceRegistered, true);
      assert.strictEqual(await call('cloud:syncWorkspace'), false);
    });

    await t.test('comes back with the registration that it kept', async () => {
      cloud.asked = [];
      const method = release === '5.2' ? 'cloud:registerWorkspace' : 'cloud:reconnectWorkspace';
      const other = release === '5.2' ? 'cloud:reconnectWorkspace' : 'cloud:none';
      await assert.rejects(call(other), { error: 404 });
      await call(method);
      await isConnected(true);
      assert.strictEqual(await call('cloud:syncWorkspace'), true);
      assert.strictEqual(cloud.asked.includes('/api/oauth/clients'), false);
    });

    await t.test('answers false to a token that the cloud does not take', async () => {
      cloud.refusesClients = true;
      assert.strictEqual(await call('cloud:connectWorkspace', 'used'), false);
      cloud.refusesClients = false;
    });

    await t.test('forgets its registration when the cloud does, not the wizard', async () => {
      const completed = { as: admin, body: { value: 'completed' } };
      await rest(host, 'POST', 'settings/Show_Setup_Wizard', completed);
      cloud.known = false;
      assert.strictEqual(await call('cloud:syncWorkspace'), false);
      await eventually(() => status(host, admin), (now) => !now.workspaceRegistered);
      assert.strictEqual(await valueOf(host, admin, 'Cloud_Workspace_Id'), null);
      assert.strictEqual(await valueOf(host, admin, 'Show_Setup_Wizard'), 'completed');
    });
  });

  test(`cloud routes of release ${release}`, limit, async (t) => {
    const cloud = await startCloud(t);
    const host = await startFor(t, { release, env: environment(cloud) });
    const [admin, user] = [await login(host, 'admin'), await login(host, 'user')];
    const registration = {
      workspaceId: 'offline', client_name: 'n', client_id: 'id', client_secret: 'secret',
      client_secret_expires_at: 0, publicKey: 'key', registration_client_uri: 'u',
      licenseData: { license: cloud.license },
    };
    const cloudBlob = Buffer.from(JSON.stringify(registration)).toString('base64');
    const routes = [['GET', 'cloud.registrationStatus'],
      ['GET', 'cloud.confirmationPoll?deviceCode=x'],
      ['POST', 'cloud.manualRegister', { cloudBlob }],
      ['POST', 'cloud.createRegistrationIntent', { resend: false, email: 'a@example.com' }]];
    for (const [method, route, body] of routes) {
      const statusFor = async (as) => (await rest(host, method, route, { as, body })).status;
      assert.deepStrictEqual([await statusFor(), await statusFor(user)], [401, 403], route);
    }
    for (const route of ['syncWorkspace', 'registerPreIntent', 'removeLicense']) {
      assert.strictEqual((await rest(host, 'POST', `cloud.${route}`, { as: admin })).status, 405);
    }
    const register = () => rest(host, 'POST', 'cloud.manualRegister',
      { as: admin, body: { cloudBlob } });
    assert.deepStrictEqual(await register(), { status: 200, body: { success: true } });
    const found = await eventually(() => status(host, admin), (now) => now.workspaceRegistered);
    assert.strictEqual(found.workspaceId, 'offline');
    assert.match((await register()).body.error, /already registered/);
  });
}

test('release 5.2 waits in fibers', limit, async (t) => {
  const cloud = await startCloud(t);
  const env = environment(cloud, { REG_TOKEN: 'token' });
  const host = await startFor(t, { release: '5.2', env, preload: 'console.js' });
  const admin = await login(host, 'admin');
  await eventually(() => status(host, admin), (now) => now.workspaceRegistered);
  const inFiber = (code) => run(host, admin, `
    const files = '/app/cloud/server/functions/';
    const all = await Promise.all(['retrieveRegistrationStatus.ts', 'getWorkspaceKey.js',
      'getWorkspaceAccessTokenWithScope.js', 'getUserCloudAccessToken.js', 'userLogout.js',
    ].map((name) => require(files + name)));
    const cloud = Object.assign({}, ...all);
    const { Users } = await require('/app/models/server/index.ts');
    return Promise.asyncApply(() => { ${code} });`);

  await t.test('the status, the key and a token come at once', async () => {
    const [registered, key, token] = await inFiber(`return [
      cloud.retrieveRegistrationStatus().workspaceRegistered, cloud.getWorkspaceKey(),
      cloud.getWorkspaceAccessTokenWithScope('workspace:push:send').token];`);
    assert.deepStrictEqual([registered, key, token], [true, 'key', 't']);
  });

  await t.test('a user\'s token is refreshed, and revoked at the logout', async () => {
    cloud.asked = [];
    const found = await inFiber(`
      const login = { accessToken: 'a', refreshToken: 'r', expiresAt: new Date(0) };
      const { _id } = Users.getOldest({ _id: 1 });
      Users.update({ _id }, { $set: { 'services.cloud': login } });
      const token = cloud.getUserCloudAccessToken(_id, false, '', false);
      return [token, cloud.userLogout(_id), 'cloud' in Users.findOneById(_id).services];`);
    assert.deepStrictEqual(found, ['t', true, false]);
    assert.deepStrictEqual(cloud.asked, ['/api/oauth/token', '/api/oauth/revoke']);
  });

  await t.test('outside one nothing can be waited for', async () => {
    const error = await run(host, admin, `
      const { getWorkspaceAccessTokenWithScope } = await require(
        '/app/cloud/server/functions/getWorkspaceAccessTokenWithScope.js');
      try { return getWorkspaceAccessTokenWithScope(); } catch (error) { return error.message; }`);
    assert.match(error, /without a Fiber/);
  });
});
