'use strict';

const assert = require('assert');
const { createHash } = require('crypto');
const { test } = require('node:test');
const { RestClient } = require('@rocket.chat/api-client');
const { DDPSDK } = require('@rocket.chat/ddp-client');
const { RELEASES, callMethod, login, rest, startFor } = require('./helpers');

const limit = { timeout: 60000 };

for (const release of RELEASES) {
  test(`routes of release ${release}`, limit, async (t) => {
    const host = await startFor(t, { release, preload: 'routes.js' });
    const admin = await login(host, 'admin');
    const user = await login(host, 'user');

    await t.test('one added during evaluation asks for login and permission', async () => {
      assert.strictEqual((await rest(host, 'GET', 'test.early')).status, 401);
      assert.strictEqual((await rest(host, 'GET', 'test.early', { as: user })).status, 403);
      const { status, body } = await rest(host, 'GET', 'test.early', { as: admin });
      assert.deepStrictEqual([status, body], [200, { user: admin.userId, success: true }]);
    });

    await t.test('what a route throws is a 400 with its message', async () => {
      const body = { what: 'luck' };
      const answer = await rest(host, 'POST', 'test.early', { as: admin, body });
      assert.strictEqual(answer.status, 400);
      assert.deepStrictEqual(answer.body, { success: false, error: 'no luck' });
    });

    await t.test('one added from a startup hook', async () => {
      const { status } = await rest(host, 'GET', 'test.late');
      assert.strictEqual(status, release === '8' ? 404 : 200);
    });

    await t.test('one that nobody added', async () => {
      const get = await rest(host, 'GET', 'test.none');
      const post = await rest(host, 'POST', 'test.none');
      if (release === '8') {
        assert.deepStrictEqual([get.status, get.body.success], [404, false]);
        assert.strictEqual(post.status, 404);
      } else {
        assert.strictEqual(get.status, 200);
        assert.match(get.body, /^<!doctype html>/);
        assert.strictEqual(post.status, 405);
      }
    });
  });

  test(`cloud routes of release ${release}`, limit, async (t) => {
    const host = await startFor(t, { release });
    const admin = await login(host, 'admin');
    const user = await login(host, 'user');
    const routes = [['GET', 'cloud.registrationStatus'], ['POST', 'cloud.syncWorkspace'],
      ['POST', 'cloud.registerPreIntent'], ['POST', 'cloud.manualRegister'],
      ['GET', 'cloud.checkoutUrl'], ['POST', 'cloud.removeLicense']];

    await t.test('refuse who is not logged in and who may not', async () => {
      for (const [method, route] of routes) {
        const body = method === 'POST' ? { cloudBlob: 'e30=' } : undefined;
        const statusFor = async (as) => (await rest(host, method, route, { as, body })).status;
        assert.deepStrictEqual([await statusFor(), await statusFor(user)], [401, 403], route);
      }
    });

    await t.test('a sync of an unregistered workspace is a success, twice a minute', async () => {
      const sync = () => rest(host, 'POST', 'cloud.syncWorkspace', { as: admin });
      assert.deepStrictEqual(await sync(), { status: 200, body: { success: true } });
      assert.strictEqual((await sync()).status, 200);
      assert.strictEqual((await sync()).status, 429);
    });

    await t.test('methods over REST hide what is no Meteor.Error', async () => {
      await assert.rejects(callMethod(host, user, 'cloud:syncWorkspace'),
        { error: 'error-not-authorized' });
      await assert.rejects(callMethod(host, admin, 'cloud:none'), { error: 404 });
      await assert.rejects(callMethod(host, admin, 'saveSettings', [null]),
        { error: 500, reason: 'Internal server error' });
    });
  });

  test(`the genuine clients and release ${release}`, limit, async (t) => {
    const host = await startFor(t, { release });
    const sdk = DDPSDK.create(host.url);
    t.after(() => sdk.connection.close());
    await sdk.connection.connect();
    const digest = createHash('sha256').update('admin').digest('hex');
    await assert.rejects(sdk.account.loginWithPassword('admin', 'wrong'));
    await sdk.account.loginWithPassword('admin', digest);
    const status = await sdk.client.callAsync('cloud:checkRegisterStatus');
    assert.strictEqual(status.workspaceRegistered, false);
    assert.strictEqual(await sdk.client.callAsync('cloud:connectWorkspace', 'nonsense'), false);

    const api = new RestClient({ baseUrl: host.url });
    const { data } = await api.post('/v1/login', { user: 'admin', password: 'admin' });
    api.setCredentials({ 'X-User-Id': data.userId, 'X-Auth-Token': data.authToken });
    const answer = await api.get('/v1/cloud.registrationStatus');
    assert.deepStrictEqual(answer.registrationStatus, status);
  });
}
