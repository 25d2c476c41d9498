'use strict';

const assert = require('node:assert/strict');
const { before, beforeEach, describe, test } = require('node:test');

const { logInAtCloud } = require('./support/cloud-login');
const { forEachRelease, realServer } = require('./support/releases');
const { useScene } = require('./support/scene');
const { assertNoSecrets } = require('./support/secrets');

const FALLBACK = 'https://go.rocket.chat/i/contact-sales';

forEachRelease((release) => {
  describe('an administrator\'s account at the cloud', () => {
    const scene = useScene({ release });
    before(() => scene.register());
    beforeEach(() => scene.cloud.clear());

    const begin = async () => logInAtCloud(
      scene.cloud, await scene.admin.call('cloud:getOAuthAuthorizationUrl'),
    );
    const isLoggedIn = () => scene.admin.call('cloud:checkUserLoggedIn');

    test('logging in', async () => {
      assert.equal(await isLoggedIn(), false);
      const { code, state } = await begin();
      assert.equal(await scene.admin.call('cloud:finishOAuthAuthorization', code, state), true);
      assert.equal(await isLoggedIn(), true);
      const [{ query }] = scene.requests('token');
      assert.equal(query.grant_type, 'authorization_code');
    });

    test('coming back with a state of somebody else', async () => {
      const { code } = await begin();
      const error = await scene.admin
        .callFailing('cloud:finishOAuthAuthorization', code, 'another');
      assert.equal(error.error, 'error-invalid-state');
      assert.deepEqual(scene.requests('token'), []);
    });

    test('coming back twice with the same state', async () => {
      const { code, state } = await begin();
      assert.equal(await scene.admin.call('cloud:finishOAuthAuthorization', code, state), true);
      const error = await scene.admin.callFailing('cloud:finishOAuthAuthorization', code, state);
      assert.equal(error.error, 'error-invalid-state');
    });

    test('logging out', async () => {
      assert.equal(await scene.admin.call('cloud:logout'), true);
      assert.equal(await isLoggedIn(), false);
      assert.equal(scene.requests('revoke').length, 1);
      assert.equal(scene.cloud.store.refreshTokens.size, 1, 'that of the first login is left');
    });

    test('logging out while the cloud is down', async () => {
      const { code, state } = await begin();
      await scene.admin.call('cloud:finishOAuthAuthorization', code, state);
      const fault = { type: 'status', status: 503 };
      await scene.cloud.setFaults([{ match: { call: 'revoke' }, fault }]);
      assert.equal(await scene.admin.call('cloud:logout'), true);
      await scene.cloud.clearFaults();
      assert.equal(await isLoggedIn(), false);
    });

    test('nothing of it is in the log', { skip: Boolean(realServer()) }, () => {
      assertNoSecrets(scene.cloud, scene.server.log, 'the log');
    });
  });

  describe('buying and giving back', () => {
    const scene = useScene({
      release,
      prepare: ({ cloud, server }) => {
        Object.assign(server.env, { OVERWRITE_SETTING_Cloud_Billing_Url: cloud.url });
      },
    });
    before(() => scene.register());
    beforeEach(() => scene.cloud.clear());

    test('GET cloud.checkoutUrl leads to the shop without a sync', async () => {
      const { status, body } = await scene.admin.get('/v1/cloud.checkoutUrl');
      assert.equal(status, 200);
      assert.equal(body.url, `${scene.cloud.url}/checkout/${scene.cloud.workspaces[0].workspaceId}`);
      assert.deepEqual(scene.cloud.requests.map(({ call }) => call), ['token', 'checkout']);
      const [{ body: callbacks }] = scene.requests('checkout');
      assert.match(callbacks.okCallback, /\/admin\/subscription\?subscriptionSuccess=true$/);
      assert.match(callbacks.cancelCallback, /[^/]\/admin\/subscription$/);
    });

    test('GET cloud.checkoutUrl leads to people when the shop is closed', async () => {
      const fault = { type: 'status', status: 503 };
      await scene.cloud.setFaults([{ match: { call: 'checkout' }, fault }]);
      const { status, body } = await scene.admin.get('/v1/cloud.checkoutUrl');
      await scene.cloud.clearFaults();
      assert.equal(status, 200);
      assert.equal(body.url, FALLBACK);
    });

    test('POST cloud.removeLicense tells the cloud, then syncs', async () => {
      const { status, body } = await scene.admin.post('/v1/cloud.removeLicense');
      assert.equal(status, 200, JSON.stringify(body));
      const made = scene.cloud.requests.map(({ call }) => call);
      assert.ok(made.includes('downgrade'), made.join());
      assert.ok(made.indexOf('downgrade') < made.indexOf('sync'), made.join());
      assert.equal((await scene.admin.status()).license.outcome, 'removed');
    });

    test('POST cloud.removeLicense works while the cloud is down', async () => {
      const fault = { type: 'status', status: 503 };
      await scene.cloud.setFaults([{ match: {}, fault }]);
      const { status, body } = await scene.admin.post('/v1/cloud.removeLicense');
      await scene.cloud.clearFaults();
      assert.equal(status, 200, JSON.stringify(body));
      assert.equal((await scene.admin.status()).license.outcome, 'removed');
    });
  });

  describe('a cloud that knows only the old sync', () => {
    const scene = useScene({ release });
    before(() => scene.register());

    test('gets that', async () => {
      scene.cloud.clear();
      const fault = { type: 'status', status: 404, body: { error: 'not_found' } };
      await scene.cloud.setFaults([{ match: { call: 'sync' }, fault }]);
      const { status } = await scene.admin.post('/v1/cloud.syncWorkspace');
      await scene.cloud.clearFaults();
      assert.equal(status, 200);
      assert.equal(scene.requests('client').length, 1);
      assert.equal(scene.requests('license').length, 1);
      const { lastSync } = await scene.admin.status();
      assert.equal(lastSync.ok, true);
      assert.equal(lastSync.parts.sync.ok, true);
    });
  });

  describe('diagnosing', () => {
    const scene = useScene({ release });
    before(() => scene.register());
    const diagnose = async () => {
      const { status, body } = await scene.admin.get('/v1/registrar.diagnose');
      assert.equal(status, 200, JSON.stringify(body));
      assertNoSecrets(scene.cloud, body, 'the answer');
      return Object.fromEntries(body.checks.map((check) => [check.name, check]));
    };
    const verdicts = (checks) => Object.values(checks)
      .map(({ name, verdict }) => `${name} ${verdict}`);

    test('finds nothing wrong on a good way', async () => {
      const checks = await diagnose();
      assert.deepEqual(verdicts(checks), ['proxy ok', 'lookup ok', 'connect ok', 'tls ok',
        'answer ok', 'clock ok', 'token ok']);
      assert.match(checks.tls.detail, /^TLSv1\.\d; subject .+, issuer .+, valid from /);
    });

    test('warns of a wrong clock', async () => {
      const fault = { type: 'clock', offsetMs: -600000 };
      await scene.cloud.setFaults([{ match: {}, fault }]);
      const { clock } = await diagnose();
      await scene.cloud.clearFaults();
      assert.equal(clock.verdict, 'warning');
      assert.equal(clock.error.code, 'host.clock-off');
    });

    test('tells a certificate that is not trusted', async () => {
      const fault = { type: 'wrongCert', certificate: 'expired' };
      await scene.cloud.setFaults([{ match: {}, fault }]);
      const checks = await diagnose();
      await scene.cloud.clearFaults();
      assert.equal(checks.tls.error.code, 'cloud.tls.expired');
      assert.deepEqual(verdicts(checks).slice(3),
        ['tls failed', 'answer skipped', 'clock skipped', 'token skipped']);
    });

    test('tells a token that the cloud does not give', async () => {
      const fault = { type: 'status', status: 503 };
      await scene.cloud.setFaults([{ match: { call: 'token' }, fault }]);
      const { token } = await diagnose();
      await scene.cloud.clearFaults();
      assert.equal(token.verdict, 'failed');
      assert.equal(token.error.code, 'cloud.status.unavailable');
    });
  });
});
