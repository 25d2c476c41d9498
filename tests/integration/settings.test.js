'use strict';

const assert = require('node:assert/strict');
const { after, before, describe, test } = require('node:test');

const definitions = require('../../settings/settings.json');
const { startProxy } = require('../cloud/proxy');
const { readCollection } = require('./support/database');
const { assertExplained } = require('./support/errors');
const { strike } = require('./support/faults');
const { forEachRelease } = require('./support/releases');
const { useScene } = require('./support/scene');
const { eventually } = require('./support/wait');

const HOUR = 3600000;

function declareBadValueTests(release) {
  describe('values that are not allowed, given by the environment', () => {
    const scene = useScene({
      release,
      env: {
        OVERWRITE_SETTING_Registrar_Policy: 'froce',
        OVERWRITE_SETTING_Registrar_Sync_Every: 'daily',
        Registrar_Request_Deadline: '900',
        OVERWRITE_SETTING_Registrar_Proxy: 'socks5://me:hidden-password@proxy:1080',
      },
    });
    const EXPECTED = [
      'OVERWRITE_SETTING_Registrar_Policy is "froce", allowed: force, remind, off',
      'OVERWRITE_SETTING_Registrar_Sync_Every is "daily", allowed: 1 to 168 hours',
      'OVERWRITE_SETTING_Registrar_Proxy has a value of the wrong form, '
        + 'allowed: http://[user:password@]host:port',
      'Registrar_Request_Deadline is 900, allowed: 1 to 60 seconds',
    ];

    test('are named with their variable, and the defaults are used', async () => {
      const { invalidSettings, policy } = await scene.admin.status();
      assert.deepEqual(invalidSettings.map(({ detail }) => detail), EXPECTED);
      assert.ok(invalidSettings.every(({ code }) => code === 'module.invalid-setting'));
      assert.equal(policy, 'force');
      await scene.register();
      assert.equal((await scene.admin.status()).state, 'registered');
    });

    test('are shown in the settings group', async () => {
      await eventually(async () => (
        await scene.admin.setting('Registrar_Invalid_Settings') === EXPECTED.join('\n')
      ), { what: 'the text of the setting' });
    });

    test('are logged once, and a secret never', async () => {
      await scene.admin.set('Registrar_Remind_Every', 48);
      const { log } = scene.server;
      await scene.server.logged('froce');
      assert.equal(log.filter((line) => line.includes('froce')).length, 1);
      assert.ok(!log.some((line) => line.includes('hidden-password')));
    });

    test('are gone when they are corrected, without a restart', async () => {
      await scene.admin.set('Registrar_Request_Deadline', 9);
      await scene.admin.set('Registrar_Sync_Every', 6);
      const { invalidSettings } = await scene.admin.status();
      assert.deepEqual(invalidSettings.map(({ detail }) => detail), [EXPECTED[0], EXPECTED[2]]);
    });
  });
}

/** For each setting that can be given a wrong value: one. */
const BAD = {
  Registrar_Token: 'two words',
  Registrar_Policy: 'Force',
  Registrar_Remind_Every: '0',
  Registrar_Agree_Terms: 'yes',
  Registrar_Ignore_Support_Window: '1',
  Registrar_Sync_Enabled: 'on',
  Registrar_Sync_Every: '169',
  Registrar_Proxy: 'ftp://proxy',
  Registrar_CA_File: 'ca.pem',
  Registrar_Allowed_Hosts: 'https://cloud.test/',
  Registrar_Connect_Deadline: '2.5 s later',
  Registrar_Request_Deadline: 'soon',
};

/** What settings.json says of each, for the comparison with the table above. */
const DEFINED = definitions.sections.flatMap((section) => section.settings)
  .filter(({ id, type, readonly }) => (
    type !== 'action' && !readonly && id !== 'Registrar_Offline_Answer'));

function declareEveryBadValueTest(release) {
  describe('a wrong value for every setting, given by the environment', () => {
    const wrong = Object.entries(BAD).filter(([id]) => id !== 'Registrar_Connect_Deadline');
    const scene = useScene({
      release,
      env: Object.fromEntries(wrong.map(([id, text], i) => [
        i % 2 ? id : `OVERWRITE_SETTING_${id}`, text,
      ])),
    });

    test('there is one for every setting', () => {
      assert.deepEqual(Object.keys(BAD).sort(), DEFINED.map(({ id }) => id).sort());
    });

    test('each error names variable, value and what is allowed; none quotes a secret', async () => {
      const { invalidSettings } = await scene.admin.status();
      const details = invalidSettings.map(({ detail }) => detail);
      for (const [i, [id, text]] of wrong.entries()) {
        const variable = i % 2 ? id : `OVERWRITE_SETTING_${id}`;
        const { secret } = DEFINED.find((one) => one.id === id);
        const found = details.find((detail) => detail.split(' ')[0] === variable);
        assert.ok(found, `${variable}: ${details.join('; ')}`);
        assert.match(found, /, allowed: ./);
        assert.equal(found.includes(text), !secret, found);
      }
      assert.equal(details.length, wrong.length, details.join('; '));
    });

    test('the defaults are used', async () => {
      const { policy } = await scene.admin.status();
      assert.equal(policy, 'force');
      await scene.register();
    });
  });
}

function declareNetworkTests(release) {
  describe('24350, 19185, 11124, 2657: the network settings take effect without a restart', () => {
    const scene = useScene({ release, env: { NODE_EXTRA_CA_CERTS: '' } });
    let proxy;
    before(async () => { proxy = await startProxy(); });
    after(() => proxy.close());

    test('a cloud of an own authority is not trusted', async () => {
      const { token } = scene.cloud.issueToken();
      const error = await scene.admin.callFailing('cloud:connectWorkspace', token);
      assertExplained(error, 'cloud.tls.untrusted');
    });

    test('until Registrar_CA_File names its authority', async () => {
      await scene.admin.set('Registrar_CA_File', scene.cloud.caFile);
      await scene.register();
      assert.equal((await scene.admin.status()).state, 'registered');
    });

    test('Registrar_Proxy is the way for the next request', async () => {
      const address = `http://127.0.0.1:${proxy.port}`;
      await scene.admin.set('Registrar_Proxy', address);
      const before_ = proxy.log.length;
      await scene.admin.call('cloud:syncWorkspace');
      assert.ok(proxy.log.length > before_, JSON.stringify(proxy.log));
      // An error says by which proxy the request went.
      await strike(scene.cloud, { type: 'wrongCert', certificate: 'expired' });
      const error = await scene.admin.callFailing('cloud:syncWorkspace');
      await scene.cloud.clearFaults();
      assert.match(error.reason, new RegExp(`through the proxy 127\\.0\\.0\\.1:${proxy.port}`));
      await scene.admin.set('Registrar_Proxy', '');
      const after_ = proxy.log.length;
      await scene.admin.call('cloud:syncWorkspace');
      assert.equal(proxy.log.length, after_);
    });
  });
}

function declareOtherTests(release) {
  describe('the schedule', () => {
    const scene = useScene({ release });

    test('follows Registrar_Sync_Every and Registrar_Sync_Enabled', async () => {
      await scene.register();
      await scene.admin.set('Registrar_Sync_Every', 1);
      await eventually(async () => {
        const { nextSync } = await scene.admin.status();
        return nextSync && Date.parse(nextSync) - Date.now() <= HOUR;
      }, { what: 'the earlier sync' });
      await scene.admin.set('Registrar_Sync_Enabled', false);
      await eventually(async () => (await scene.admin.status()).nextSync === null,
        { what: 'the end of the schedule' });
    });
  });

  describe('the server\'s own switch against syncs, on releases that have it', () => {
    const scene = useScene({ release });
    const SWITCH = 'Troubleshoot_Disable_Workspace_Sync';
    const hasSwitch = () => readCollection(scene.server.dataDir, 'rocketchat_settings').has(SWITCH);

    test('stops the schedule and starts it again; the button works', async () => {
      await scene.register();
      if (!hasSwitch()) return;
      await scene.admin.set(SWITCH, true);
      await eventually(async () => (await scene.admin.status()).nextSync === null,
        { what: 'the end of the schedule' });
      assert.equal(await scene.admin.call('cloud:syncWorkspace'), true);
      await scene.restart();
      assert.equal((await scene.admin.status()).nextSync, null);
      await scene.admin.set(SWITCH, false);
      await eventually(async () => (await scene.admin.status()).nextSync !== null,
        { what: 'the schedule' });
    });
  });

  describe('the consent', () => {
    const scene = useScene({ release });

    test('is not implied by a registration, and given by Registrar_Agree_Terms', async () => {
      await scene.register();
      assert.equal(await scene.admin.setting('Cloud_Service_Agree_PrivacyTerms'), false);
      await scene.admin.set('Registrar_Agree_Terms', true);
      await eventually(() => scene.admin.setting('Cloud_Service_Agree_PrivacyTerms'),
        { what: 'the consent' });
    });

    test('is not given again to who has taken it back', async () => {
      await scene.admin.set('Cloud_Service_Agree_PrivacyTerms', false);
      await scene.restart();
      await scene.admin.set('Registrar_Remind_Every', 48);
      assert.equal(await scene.admin.setting('Cloud_Service_Agree_PrivacyTerms'), false);
    });
  });

  describe('the texts', () => {
    const scene = useScene({ release, env: { OVERWRITE_SETTING_Language: 'de' } });

    test('are in the language of the server, those of the server are keys', async () => {
      const stored = () => readCollection(scene.server.dataDir, 'rocketchat_settings');
      const settings = await eventually(() => stored().has('Registrar_Request_Deadline')
        && stored(), { what: 'the last of the settings' });
      assert.equal(settings.get('Workspace_Registration').i18nLabel, 'Workspace-Registrierung');
      assert.equal(settings.get('Registrar_Policy').section, 'Richtlinie');
      assert.equal(settings.get('Registrar_Sync').actionText, 'Sync');
    });
  });
}

forEachRelease((release) => {
  declareBadValueTests(release);
  declareEveryBadValueTest(release);
  declareNetworkTests(release);
  declareOtherTests(release);
}, { ownServer: true });
