'use strict';

const assert = require('node:assert/strict');
const { join } = require('node:path');
const { before, describe, test } = require('node:test');

const { Visitor, logIn } = require('./support/person');
const {
  EVERY, NEEDS_OWN_SERVER, forEachRelease, realServer,
} = require('./support/releases');
const { useScene } = require('./support/scene');
const { assertNoSecrets } = require('./support/secrets');
const { document } = require('./support/openapi');
const { PRELOAD } = require('./support/server');
const { eventually } = require('./support/wait');

const CONSOLE = join(__dirname, '../host/fixtures/console.js');

/** Every endpoint that docs/openapi.yaml tells of, as `[method, path]`. */
const ENDPOINTS = Object.entries(document.paths).flatMap(([path, methods]) => (
  Object.keys(methods).map((method) => [method, `/v1${path}`])));

/** What a failure has to tell. */
function assertFailure({ status, body }, code) {
  assert.equal(status, 400, JSON.stringify(body));
  assert.equal(body.success, false);
  assert.equal(body.errorType, code);
  assert.ok(body.cause && body.remedy, JSON.stringify(body));
  assert.ok(body.error.includes(body.remedy), JSON.stringify(body));
}

forEachRelease((release) => {
  describe('the module\'s endpoints', () => {
    const scene = useScene({ release });
    const post = (name, body) => scene.admin.post(`/v1/registrar.${name}`, body);

    for (const [method, path] of ENDPOINTS) {
      test(`${method} ${path} is for administrators`, async () => {
        const [name, password] = realServer()
          ? (process.env.ROCKETCHAT_USER || 'user:user').split(':') : ['user', 'user'];
        const user = new Visitor(scene.server.url, await logIn(scene.server.url, name, password));
        assert.equal((await scene.visitor[method](path)).status, 401);
        assert.equal((await user[method](path)).status, 403);
        assert.deepEqual(scene.cloud.requests, []);
      });
    }

    test('registering needs a token that can be one', async () => {
      assertFailure(await post('register', {}), 'module.bad-argument');
      assertFailure(await post('register', { token: 'a', email: 'b@c.d' }), 'module.bad-argument');
      assertFailure(await post('register', { token: '' }), 'module.bad-argument');
      assertFailure(await post('register', { token: 'nonsense' }), 'registration.token-invalid');
      assert.equal((await scene.admin.status()).state, 'unregistered');
    });

    test('what needs a registration says so', async () => {
      assertFailure(await post('sync'), 'registration.not-registered');
      assertFailure(await post('disconnect', { confirm: true }), 'registration.not-registered');
      assertFailure(await post('reconnect'), 'registration.nothing-to-reconnect');
    });

    test('an administrator registers by token', async () => {
      const { token } = scene.cloud.issueToken();
      const { status, body } = await post('register', { token: ` ${token}\n` });
      assert.equal(status, 200, JSON.stringify(body));
      assert.equal(body.workspaceId, scene.cloud.workspaces[0].workspaceId);
      await scene.settled();
      assert.equal((await scene.admin.status()).state, 'registered');
      assert.equal((await post('register', { token })).body.workspaceId, body.workspaceId);
      const other = scene.cloud.issueToken().token;
      assertFailure(await post('register', { token: other }), 'registration.already-registered');
    });

    test('syncs', async () => {
      scene.cloud.clear();
      const { status, body } = await post('sync');
      assert.equal(status, 200);
      assert.equal(body.workspaceId, scene.cloud.workspaces[0].workspaceId);
      assert.equal(body.parts.sync.ok, true);
      assert.equal(scene.requests('sync').length, 1);
    });

    test('does not disconnect by mistake', async () => {
      for (const body of [{}, { confirm: false }, { confirm: 'true' }]) {
        assertFailure(await post('disconnect', body), 'module.bad-argument');
      }
      assert.equal((await scene.admin.status()).state, 'registered');
    });

    test('disconnects and reconnects', async () => {
      const { meaning, ...rest } = (await post('disconnect', { confirm: true })).body;
      assert.deepEqual(rest, { cloudTold: true, success: true });
      assert.match(meaning, /^Push notifications through the gateway/);
      assert.equal((await scene.admin.status()).state, 'disconnected');
      const { status, body } = await post('reconnect');
      assert.equal(status, 200, JSON.stringify(body));
      assert.equal(body.workspaceId, scene.cloud.workspaces[0].workspaceId);
      assert.equal((await scene.admin.status()).state, 'registered');
    });

    test('says what is wrong when the cloud is', async () => {
      const fault = { type: 'status', status: 503 };
      await scene.cloud.setFaults([{ match: { call: 'sync' }, fault }]);
      const answer = await post('sync');
      await scene.cloud.clearFaults();
      assertFailure(answer, 'cloud.status.unavailable');
      assertNoSecrets(scene.cloud, answer, 'the answer');
    });
  });

  describe('the Register button', () => {
    // Or else the module would use the token by itself.
    const scene = useScene({ release, env: { OVERWRITE_SETTING_Registrar_Policy: 'off' } });

    test('registers with the token of the setting and empties it', async () => {
      const { token } = scene.cloud.issueToken();
      // The settings are defined while the server starts to listen.
      await eventually(() => scene.admin.setting('Registrar_Token').then(() => true, () => false),
        { what: 'the setting of the token' });
      await scene.admin.set('Registrar_Token', token);
      const { status, result, error } = await scene.admin.press('registrar:register');
      assert.equal(status, 200);
      assert.deepEqual(result, { message: 'Cloud_register_success' }, JSON.stringify(error));
      assert.equal(await scene.admin.setting('Registrar_Token'), '');
      assert.equal((await scene.admin.status()).state, 'registered');
    });

    test('keeps a token that was refused', async () => {
      await scene.admin.call('cloud:disconnectWorkspace');
      await scene.admin.set('Registrar_Token', 'nonsense');
      const { error } = await scene.admin.press('registrar:register');
      assert.equal(error.error, 'registration.token-invalid');
      assert.equal(await scene.admin.setting('Registrar_Token'), 'nonsense');
    });
  });

  const skip = realServer() && NEEDS_OWN_SERVER;
  describe('an administrator with a second factor', { skip }, () => {
    const scene = useScene({ release, preloads: [CONSOLE, PRELOAD] });
    before(async () => {
      await scene.register();
      await scene.admin.call('test:run', `
        const { Users } = await require('@rocket.chat/models');
        await Users.updateOne({ username: 'admin' },
          { $set: { 'services.totp': { enabled: true, secret: '123456' } } });`);
    });
    const disconnect = async (code) => {
      const { userId, authToken } = scene.admin.login;
      const response = await fetch(`${scene.server.url}/api/v1/registrar.disconnect`, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          'X-User-Id': userId,
          'X-Auth-Token': authToken,
          'x-2fa-code': code,
          'x-2fa-method': 'totp',
        },
        body: JSON.stringify({ confirm: true }),
      });
      return response.json();
    };

    test('does not disconnect without it', async () => {
      const { body } = await scene.admin.post('/v1/registrar.disconnect', { confirm: true });
      assert.equal(body.errorType, 'totp-required');
      assert.equal((await scene.admin.press('registrar:disconnect')).error.error, 'totp-required');
      assert.equal((await disconnect('000000')).errorType, 'totp-invalid');
      assert.equal((await scene.admin.status()).state, 'registered');
    });

    test('syncs without it', async () => {
      assert.equal((await scene.admin.post('/v1/registrar.sync')).status, 200);
    });

    test('disconnects with it, by the endpoint and by the button', async () => {
      assert.equal((await disconnect('123456')).cloudTold, true);
      await scene.admin.call('cloud:reconnectWorkspace');
      const factor = { twoFactorCode: '123456', twoFactorMethod: 'totp' };
      const { result } = await scene.admin.press('registrar:disconnect', factor);
      assert.match(result.message, /^Disconnected\. Push notifications/);
    });
  });

  describe('cloud.connectWorkspace', () => {
    const scene = useScene({ release });

    test('registers by token on releases before 8.7, too', async () => {
      const { token } = scene.cloud.issueToken();
      const { status, body } = await scene.admin.post('/v1/cloud.connectWorkspace', { token });
      assert.equal(status, 200, JSON.stringify(body));
      assert.deepEqual(body, { success: true });
      assert.equal((await scene.admin.registration()).workspaceRegistered, true);
    });
  });
}, { releases: EVERY });
