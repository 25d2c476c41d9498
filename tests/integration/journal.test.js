'use strict';

const assert = require('node:assert/strict');
const { describe, test } = require('node:test');

const { logInAtCloud } = require('./support/cloud-login');
const { forEachRelease } = require('./support/releases');
const { useScene } = require('./support/scene');
const { assertNoSecrets } = require('./support/secrets');
const { eventually } = require('./support/wait');

// What an administrator reads who asks what has happened: each flow leaves an entry, none a secret.

forEachRelease((release) => {
  describe('the journal of a workspace', () => {
    const scene = useScene({
      release,
      prepare: ({ server, cloud }) => {
        Object.assign(server.env, { OVERWRITE_SETTING_Cloud_Billing_Url: cloud.url });
        cloud.configure({ intent: { interval: 1, expires_in: 900 } });
      },
    });
    let seen = 0;

    /** @returns {Promise<string[]>} what is new since the last look, the earliest first */
    async function news() {
      const { status, body } = await scene.admin.get('/v1/registrar.journal');
      assert.equal(status, 200);
      if (scene.cloud.store.registrationTokens.size > 0) {
        assertNoSecrets(scene.cloud, body, 'the journal');
      }
      const fresh = body.entries.slice(0, body.entries.length - seen).reverse();
      seen = body.entries.length;
      assert.ok(fresh.every(({ at }) => Date.parse(at) <= Date.now()));
      return fresh.map(({ what, outcome, detail = '', error }) => (
        [what, outcome, detail, error && error.code].filter(Boolean).join(' ')));
    }
    /** An entry may come some moments after the answer. */
    const told = async (...expected) => {
      const entries = [];
      await eventually(async () => {
        entries.push(...await news());
        return expected.every((one) => entries.some((entry) => entry.startsWith(one)));
      }, { what: `${expected.join(', ')} in the journal` });
    };
    const post = (name, body) => scene.admin.post(`/v1/registrar.${name}`, body);

    test('a token that is refused, and one that registers', async () => {
      await scene.admin.callFailing('cloud:connectWorkspace', 'nonsense');
      await told('registration failed by token registration.token-invalid');
      await scene.register();
      await told('registration registered by token', 'sync ok', 'license applied');
    });

    test('a sync that fails, and the next that does not', async () => {
      await scene.cloud.setFaults([{ match: { call: 'sync' }, fault: { type: 'html' } }]);
      await post('sync');
      await scene.cloud.clearFaults();
      await post('sync');
      await told('sync failed cloud.', 'sync ok');
    });

    test('an account at the cloud, linked and left', async () => {
      const { code, state } = await logInAtCloud(
        scene.cloud, await scene.admin.call('cloud:getOAuthAuthorizationUrl'),
      );
      await scene.admin.call('cloud:finishOAuthAuthorization', code, state);
      await scene.admin.call('cloud:logout');
      await told('login ok user ', 'login logged-out user ');
    });

    test('the checkout, and the license that is given back', async () => {
      await scene.admin.get('/v1/cloud.checkoutUrl');
      await scene.admin.post('/v1/cloud.removeLicense');
      await told('checkout opened', 'license removed at the cloud');
    });

    test('disconnecting and reconnecting', async () => {
      await post('disconnect', { confirm: true });
      await told('registration disconnected');
      const { lastSync } = await scene.admin.status();
      await post('reconnect');
      await scene.settled(lastSync);
      await told('registration reconnected');
      await post('disconnect', { confirm: true });
      await told('registration disconnected');
    });

    test('the offline way', async () => {
      const { body: { blob } } = await scene.admin.get('/v1/registrar.offlineData');
      await post('offlineApply', { blob });
      await post('offlineApply', { blob: scene.cloud.registerOffline(blob) });
      await told('registration offline-data-made',
        'registration failed by offline answer offline.', 'registration registered by paste');
      await post('disconnect', { confirm: true });
      await told('registration disconnected');
    });

    test('the e-mail way', async () => {
      const { body } = await post('register', { email: 'ada@workspace.test' });
      await told('registration e-mail-sent to ada@workspace.test');
      scene.cloud.confirm({ userCode: body.intent.user_code });
      await eventually(async () => (await scene.admin.status()).state === 'registered',
        { what: 'the registration by e-mail' });
      await told('registration registered by e-mail');
    });

    test('a workspace that the cloud does not know any more', async () => {
      // The sync that follows the registration may still be under way.
      await post('sync');
      scene.cloud.forgetWorkspace(scene.cloud.workspaces.at(-1).workspaceId);
      await post('sync');
      await told('access unknown', 'registration forgotten');
    });
  });
}, { ownServer: true });
