'use strict';

const assert = require('node:assert/strict');
const path = require('node:path');
const { before, describe, test } = require('node:test');

const { send } = require('../cloud/client');
const { readCollection, readSettings } = require('./support/database');
const { forEachRelease } = require('./support/releases');
const { useScene } = require('./support/scene');
const { assertNoSecrets } = require('./support/secrets');
const { PRELOAD } = require('./support/server');
const { eventually } = require('./support/wait');

// What the originals do besides their answer, and other files of the server rely on.

const CONSOLE = path.join(__dirname, '../host/fixtures/console.js');
const FUNCTIONS = '/app/cloud/server/functions';
const TOKENS = `${FUNCTIONS}/getWorkspaceAccessToken.ts`;

const REGISTRATION = ['Cloud_Workspace_Id', 'Cloud_Workspace_Name', 'Cloud_Workspace_Client_Id',
  'Cloud_Workspace_Client_Secret', 'Cloud_Workspace_Client_Secret_Expires_At',
  'Cloud_Workspace_PublicKey', 'Cloud_Workspace_Registration_Client_Uri'];

/** @param {object} scene @returns {Promise<any>} what the cloud says of the support window */
async function fetchWindow(scene) {
  const { cloud } = scene;
  return (await send(cloud, 'GET', new URL(cloud.releasesUrl).pathname)).json;
}

forEachRelease((release) => {
  const preloads = [CONSOLE, PRELOAD];

  describe('access tokens', () => {
    const scene = useScene({ release, preloads });
    const token = (args) => scene.admin.call('test:run', `
      const { getWorkspaceAccessToken } = await require('${TOKENS}');
      return getWorkspaceAccessToken(${args}).catch((error) => error.constructor.name);`);
    const stored = () => (release === '6'
      ? [readSettings(scene.server.dataDir)('Cloud_Workspace_Access_Token')].filter(Boolean)
      : [...readCollection(scene.server.dataDir, 'rocketchat_workspace_credentials').values()]
        .map(({ accessToken }) => accessToken));

    test('an unregistered workspace has an empty one, also for those who want errors', async () => {
      assert.equal(await token(''), '');
      assert.equal(await token('true, "", true, true'), '');
    });

    test('push and statistics get the one that is kept', async () => {
      await scene.register();
      scene.cloud.clear();
      const first = await token('');
      assert.equal(await token(''), first);
      assert.equal(scene.requests('token').length, 0);
      assert.deepEqual(stored(), [first]);
    });

    test('announcements and checkout get a new one', async () => {
      const first = await token('');
      const second = await token('true');
      assert.notEqual(second, first);
      assert.ok(scene.cloud.store.accessTokens.has(second));
      assert.equal(scene.requests('token').length, 1);
    });

    test('a marketplace download leaves no token behind', async () => {
      const kept = stored();
      const download = await token('true, "marketplace:download", false');
      assert.ok(scene.cloud.store.accessTokens.has(download));
      assert.deepEqual(stored(), kept);
    });

    test('a cloud that fails gives an empty one, not an error', async () => {
      await scene.cloud.setFaults([{ match: { call: 'token' }, fault: { type: 'html' } }]);
      assert.equal(await token('true'), '');
      await scene.cloud.clearFaults();
    });

    test('who wants errors is told when the cloud does not know the workspace', async () => {
      await scene.cloud.setFaults([
        { match: { call: 'token' }, times: 1, fault: { type: 'forgetWorkspace' } },
      ]);
      assert.equal(await token('true, "", true, true'), 'CloudWorkspaceAccessTokenError');
      await scene.cloud.clearFaults();
    });
  });

  describe('removing the registration', () => {
    const scene = useScene({ release, preloads });
    before(() => scene.register());

    test('resets the seven settings and removes the tokens', async () => {
      assert.equal(await scene.admin.call('test:run', `
        const file = '${FUNCTIONS}/removeWorkspaceRegistrationInfo.ts';
        const { removeWorkspaceRegistrationInfo } = await require(file);
        return removeWorkspaceRegistrationInfo();`), true);
      const setting = readSettings(scene.server.dataDir);
      const left = REGISTRATION.filter((id) => setting(id));
      assert.deepEqual(left, []);
      const tokens = readCollection(scene.server.dataDir, 'rocketchat_workspace_credentials');
      assert.equal(tokens.size, 0);
    });

    test('does not send the administrators into the wizard', () => {
      assert.equal(readSettings(scene.server.dataDir)('Show_Setup_Wizard'), 'completed');
    });
  });

  describe('a registered workspace', () => {
    const scene = useScene({ release, preloads });
    before(() => scene.register());

    test('has not consented to the terms by its token', () => {
      const setting = readSettings(scene.server.dataDir);
      assert.equal(setting('Register_Server'), true);
      assert.equal(setting('Cloud_Service_Agree_PrivacyTerms'), false);
    });

    test('takes banners of the cloud with dates that are dates', async () => {
      const now = new Date().toISOString();
      const announcement = {
        _id: 'announcement', platform: ['web'], startAt: now, expireAt: now, createdAt: now,
        _updatedAt: now, createdBy: 'cloud', selector: { roles: ['admin'] }, surface: 'banner',
        dictionary: {}, view: { blocks: [] },
      };
      scene.cloud.configure({ announcements: { create: [announcement], delete: [] } });
      await scene.admin.call('cloud:syncWorkspace');
      scene.cloud.configure({ announcements: { create: [], delete: [] } });
      const banner = readCollection(scene.server.dataDir, 'rocketchat_banner').get('announcement');
      assert.deepEqual(Object.keys(banner.startAt), ['$$date'], JSON.stringify(banner));
      assert.deepEqual(Object.keys(banner.expireAt), ['$$date']);
    });

    test('the old button Register syncs', async () => {
      scene.cloud.clear();
      assert.equal(await scene.admin.call('cloud:registerWorkspace'), true);
      assert.equal(scene.requests('sync').length, 1);
      assert.equal(scene.requests('register').length, 0);
    });

    test('the start after an upgrade leaves the wizard alone', async () => {
      assert.equal(await scene.admin.call('test:run', `
        const { ensureCloudWorkspaceRegistered } = await require(
          '/server/startup/cloudRegistration.ts');
        return String(await ensureCloudWorkspaceRegistered());`), 'undefined');
      assert.equal(readSettings(scene.server.dataDir)('Show_Setup_Wizard'), 'completed');
    });

    test('a copy that becomes a new workspace is not registered any more', async () => {
      const { status } = await scene.admin.post('/v1/fingerprint',
        { setDeploymentAs: 'new-workspace' });
      assert.equal(status, 200);
      await eventually(async () => (await scene.admin.status()).state === 'unregistered',
        { what: 'the state of a new workspace' });
      const { error } = await scene.admin.press('registrar:reconnect');
      assert.equal(error.error, 'registration.nothing-to-reconnect');
    });
  });

  describe('an unregistered workspace', () => {
    const scene = useScene({ release, preloads });

    test('a sync answers that all is well, and refreshes the support window', async () => {
      const { status, body } = await scene.admin.post('/v1/cloud.syncWorkspace');
      assert.deepEqual([status, body], [200, { success: true }]);
      const [{ headers }, ...others] = scene.requests('supportedVersions');
      assert.deepEqual(others, []);
      assert.equal(headers.authorization, undefined);
      assert.deepEqual(scene.cloud.requests.map(({ call }) => call), ['supportedVersions']);
    });

    test('the old button Register sends an e-mail with a link', async () => {
      assert.equal(await scene.admin.call('cloud:registerWorkspace'), true);
      const [{ body, answer }] = scene.requests('registerByEmail');
      assert.equal(body.contactEmail, 'admin@example.com');
      const setting = readSettings(scene.server.dataDir);
      assert.deepEqual([setting('Cloud_Workspace_Id'), setting('Register_Server')],
        [answer.json.id, true]);
      const { workspaceRegistered } = await scene.admin.registration();
      assert.equal(workspaceRegistered, false);
    });

    test('and answers false when the cloud cannot be reached', async () => {
      const fault = { type: 'html' };
      await scene.cloud.setFaults([{ match: { call: 'registerByEmail' }, fault }]);
      assert.equal(await scene.admin.call('cloud:registerWorkspace'), false);
      await scene.cloud.clearFaults();
      const { lastError } = await scene.admin.status();
      assert.match(lastError.code, /^cloud\./, JSON.stringify(lastError));
    });

    test('/api/info has the signed text byte for byte, and asks nobody for it', async () => {
      const { signed } = scene.requests('supportedVersions').at(-1).answer.json;
      scene.cloud.clear();
      const { body } = await scene.visitor.get('/info');
      assert.equal(body.supportedVersions.signed, signed);
      assert.deepEqual(scene.cloud.requests, []);
    });

    test('a newer release is told to the admins, by the server\'s own notice', async () => {
      const [one, ...rest] = (await fetchWindow(scene)).versions;
      const supportedVersions = {
        timestamp: new Date(Date.now() + 1000).toISOString(),
        versions: [...rest, one, { ...one, version: '99.1.0' }],
      };
      scene.cloud.configure({ supportedVersions });
      await scene.admin.post('/v1/cloud.syncWorkspace');
      const users = [...readCollection(scene.server.dataDir, 'users').values()];
      const admin = users.find(({ username }) => username === 'admin');
      assert.ok('versionUpdate-99_1_0' in admin.banners, JSON.stringify(admin.banners));
      assert.equal(readSettings(scene.server.dataDir)('Update_LatestAvailableVersion'), '99.1.0');
    });

    test('31706: "not supported" goes with the next sync that knows better', async () => {
      const { versions } = await fetchWindow(scene);
      const until = (days) => versions.map((one) => ({
        ...one, expiration: new Date(Date.now() + days * 24 * 3600 * 1000).toISOString(),
      }));
      const windowOf = async (days, later) => {
        scene.cloud.configure({ supportedVersions: {
          versions: until(days), timestamp: new Date(Date.now() + later).toISOString(),
        } });
        await scene.admin.post('/v1/cloud.syncWorkspace');
        return (await scene.admin.status()).supportWindow;
      };
      const over = await windowOf(-1, 2000);
      assert.deepEqual([over.supported, over.source], [false, 'cloud'], JSON.stringify(over));
      const again = await windowOf(200, 3000);
      assert.equal(again.supported, true, JSON.stringify(again));
      assert.equal(again.daysLeft, 199);
      assert.ok(Date.parse(again.asOf) > Date.parse(over.asOf), JSON.stringify([over, again]));
    });
  });

  describe('what the cloud has to say', () => {
    const scene = useScene({ release, preloads });
    const inDays = (days) => new Date(Date.now() + days * 24 * 3600 * 1000).toISOString();
    const said = async (what) => {
      scene.cloud.configure(what);
      const { status, body } = await scene.admin.post('/v1/registrar.sync');
      assert.equal(status, 200, JSON.stringify(body));
      return body.parts;
    };
    const document = (collection, id) => readCollection(scene.server.dataDir, collection).get(id);
    const announcement = {
      _id: 'news', platform: ['web', 'mobile'], startAt: inDays(-1), expireAt: inDays(1),
      createdAt: inDays(-1), _updatedAt: inDays(-1), inactivedAt: inDays(1), createdBy: 'cloud',
      surface: 'modal',
      selector: { roles: ['admin'] }, dictionary: { en: { a: 'b' } }, view: { blocks: [] },
    };
    before(() => scene.register());

    test('an announcement for admins is a banner for them', async () => {
      assert.equal((await said({ announcements: { create: [announcement] } })).comms.ok, true);
      const banner = document('rocketchat_banner', 'news');
      assert.deepEqual(banner.roles, ['admin']);
      assert.equal(banner.surface, 'modal');
      assert.equal(banner.view.appId, 'cloud-announcements-core');
      assert.deepEqual(banner.dictionary, announcement.dictionary);
      for (const date of ['startAt', 'expireAt', 'createdAt', 'inactivedAt']) {
        assert.deepEqual(Object.keys(banner[date]), ['$$date'], date);
      }
    });

    test('one that is taken back is shown no more', async () => {
      const { comms } = await said({ announcements: { create: [], delete: ['news', 'no-such'] } });
      assert.equal(comms.ok, true);
      assert.equal(document('rocketchat_banner', 'news').active, false);
    });

    test('a survey is the server\'s, with dates that are dates', async () => {
      const nps = { id: 'survey', startAt: inDays(0), expireAt: inDays(7) };
      assert.equal((await said({ nps, announcements: { create: [] } })).comms.ok, true);
      const survey = document('rocketchat_nps', 'survey');
      assert.deepEqual(Object.keys(survey.startAt), ['$$date'], JSON.stringify(survey));
      assert.equal(survey.createdBy.username, 'rocket.cat');
    });

    test('a survey that the server does not want is no failed sync', async () => {
      await scene.admin.set('NPS_survey_enabled', false);
      const nps = { id: 'unwanted', startAt: inDays(0), expireAt: inDays(7) };
      const { comms, sync } = await said({ nps });
      assert.equal(sync.ok, true);
      assert.equal(comms.ok, false);
      assert.match(JSON.stringify(comms.error), /opted-out/);
      assert.equal((await scene.admin.status()).lastSync.ok, true);
      scene.cloud.configure({ nps: null });
    });

    test('an announcement to the whole workspace comes and goes', async () => {
      if (release === '6') return;
      const payload = () => readSettings(scene.server.dataDir)('Cloud_Sync_Announcement_Payload');
      await said({ cloudSyncAnnouncement: { viewId: 'v', appId: 'a' } });
      assert.deepEqual(JSON.parse(payload()), { viewId: 'v', appId: 'a' });
      await said({ cloudSyncAnnouncement: null });
      assert.equal(payload(), 'null');
    });

    test('a version that the server cannot compare spoils no support window', async () => {
      const version = { version: '8.6', expiration: inDays(99), security: false, infoUrl: 'h' };
      const { supportWindow } = await said({
        supportedVersions: { versions: [version], timestamp: inDays(1) },
      });
      assert.equal(supportWindow.ok, true, JSON.stringify(supportWindow));
      const { body } = await scene.visitor.get('/info');
      assert.equal(body.supportedVersions.signed,
        scene.requests('supportedVersions').at(-1).answer.json.signed);
    });
  });

  describe('a license of the cloud', () => {
    const scene = useScene({ release, preloads });
    const stored = () => readSettings(scene.server.dataDir)('Enterprise_License');
    const inForce = () => scene.admin.call('test:run', `
      const { License } = await require('@rocket.chat/license');
      return License.encryptedLicense || '';`);
    const outcomeOfSync = async (license) => {
      scene.cloud.configure({ license });
      await scene.admin.call('cloud:syncWorkspace');
      return (await scene.admin.status()).license;
    };
    before(() => scene.register());

    test('a new one is applied, and kept by the server\'s own code', async () => {
      const { outcome } = await outcomeOfSync({ plan: 'enterprise' });
      assert.equal(outcome, 'applied');
      const sent = scene.requests('sync').at(-1).answer.json.license;
      assert.equal(await inForce(), sent);
      await eventually(() => stored() === sent, { what: 'the license in the settings' });
    });

    test('the one in force is unchanged', async () => {
      assert.equal((await outcomeOfSync({ plan: 'enterprise' })).outcome, 'unchanged');
    });

    test('is in force after a restart without a request', async () => {
      scene.cloud.clear();
      await scene.restart();
      assert.equal(await inForce(), stored());
      assert.notEqual(stored(), '');
      assert.equal(scene.requests('license').length, 0);
    });

    test('one that cannot be read leaves the one in force alone', async () => {
      const kept = await inForce();
      const { outcome, error } = await outcomeOfSync({ kind: 'unreadable' });
      assert.deepEqual([outcome, error.code], ['unreadable', 'license.unreadable']);
      assert.equal(await inForce(), kept);
    });

    test('one that is not valid here is told as such, each time', async () => {
      for (let i = 0; i < 2; i++) {
        const { outcome, error } = await outcomeOfSync({ kind: 'invalid' });
        assert.deepEqual([outcome, error.code], ['not-valid', 'license.not-valid']);
      }
    });
  });

  describe('a restored copy, of which the server does not know yet what it is', () => {
    const scene = useScene({ release, preloads });
    const VERIFIED = 'Deployment_FingerPrint_Verified';
    before(async () => {
      await scene.register();
      await scene.admin.call('test:run', `
        const { Settings } = await require('@rocket.chat/models');
        await Settings.updateValueById('${VERIFIED}', false);`);
      scene.cloud.clear();
    });

    test('does not sync over the original, and says what to answer', async () => {
      const { status, body } = await scene.admin.post('/v1/registrar.sync');
      assert.equal(status, 400, JSON.stringify(body));
      assert.equal(body.errorType, 'registration.elsewhere');
      assert.ok(body.remedy, JSON.stringify(body));
      assert.deepEqual(scene.cloud.requests, []);
      assert.equal((await scene.admin.registration()).workspaceRegistered, true);
    });

    test('syncs when it turns out to be the same workspace after a change', async () => {
      const answer = { setDeploymentAs: 'updated-configuration' };
      assert.equal((await scene.admin.post('/v1/fingerprint', answer)).status, 200);
      const { status, body } = await scene.admin.post('/v1/registrar.sync');
      assert.equal(status, 200, JSON.stringify(body));
      assert.equal(scene.requests('sync').length, 1);
    });
  });

  describe('license removal', () => {
    const scene = useScene({ release, preloads });
    before(() => scene.register());
    const remove = () => scene.admin.call('test:run', `
      const { removeLicense } = await require('${FUNCTIONS}/removeLicense.ts');
      return removeLicense().then(() => 'removed', (error) => error.message);`);

    test('posts the downgrade, and then syncs', async () => {
      scene.cloud.clear();
      assert.equal(await remove(), 'removed');
      const made = scene.cloud.requests.map(({ call }) => call);
      assert.ok(made.includes('downgrade') && made.includes('sync'), made.join());
      assert.ok(made.indexOf('downgrade') < made.indexOf('sync'), made.join());
    });

    test('drops the license here when the workspace cannot speak to the cloud', async () => {
      await scene.cloud.setFaults([{ match: {}, fault: { type: 'status', status: 503 } }]);
      assert.equal(await remove(), 'removed');
      await scene.cloud.clearFaults();
      assert.equal((await scene.admin.status()).license.outcome, 'removed');
      const { body } = await scene.admin.get('/v1/registrar.journal');
      assert.ok(body.entries.some(({ what, outcome, detail }) => (
        what === 'license' && outcome === 'removed' && detail === 'here alone')));
    });
  });

  describe('the wizard asks and saves twice', () => {
    const scene = useScene({
      release,
      preloads,
      wizard: 'pending',
      prepare: ({ cloud }) => cloud.configure({ intent: { interval: 1, expires_in: 900 } }),
    });
    let code;

    test('both polls give the whole registration, without its secret', async () => {
      const { body } = await scene.admin.post('/v1/cloud.createRegistrationIntent',
        { email: 'ada@workspace.test', resend: false });
      code = body.intentData.device_code;
      scene.cloud.confirm({ userCode: body.intentData.user_code });
      const poll = () => scene.admin.call('test:run', `
        const { getConfirmationPoll } = await require('${FUNCTIONS}/getConfirmationPoll.ts');
        return getConfirmationPoll('${code}');`);
      const first = await eventually(async () => {
        const answer = await poll();
        return answer.successful && answer;
      }, { what: 'the confirmation' });
      assert.deepEqual(await poll(), first);
      assert.equal(first.payload.client_secret, '');
      const saved = await scene.admin.call('test:run', `
        const { saveRegistrationData } = await require('${FUNCTIONS}/saveRegistrationData.ts');
        const payload = ${JSON.stringify(first.payload)};
        return Promise.resolve(saveRegistrationData(payload))
          .then(() => saveRegistrationData(payload))
          .then(() => 'saved', (error) => error.message);`);
      assert.equal(saved, 'saved');
    });

    test('there is one workspace, with the secret that the cloud gave', () => {
      const [workspace, ...others] = scene.cloud.workspaces;
      assert.deepEqual(others, []);
      assert.equal(readSettings(scene.server.dataDir)('Cloud_Workspace_Client_Secret'),
        workspace.clientSecret);
    });

    test('the history tells of the e-mail and the registration, and has no secret', async () => {
      const { body } = await scene.admin.get('/v1/registrar.journal');
      const told = body.entries.map(({ what, outcome }) => `${what} ${outcome}`);
      assert.ok(told.includes('registration e-mail-sent'), told.join());
      assert.ok(told.includes('registration registered'), told.join());
      assertNoSecrets(scene.cloud, body, 'the history');
    });
  });

  describe('33989, 35362: a server that counts the days until it is read-only', () => {
    const scene = useScene({ release, preloads });
    const DAYS_LEFT = 'Cloud_Workspace_AirGapped_Restrictions_Remaining_Days';
    before(async () => {
      scene.cloud.configure({ license: { kind: 'none' } });
      await scene.admin.call('test:run', `
        const { mongo } = Package.mongo.MongoInternals.defaultRemoteCollectionDriver();
        await mongo.db.collection('rocketchat_settings')
          .updateOne({ _id: '${DAYS_LEFT}' }, { $set: { value: 4 } }, { upsert: true });`);
      await scene.register();
    });

    test('the status has the days left and the cause', async () => {
      const { readOnly } = await scene.admin.status();
      assert.equal(readOnly.hasValidLicense, false, JSON.stringify(readOnly));
      assert.equal(readOnly.daysLeft, 4);
      assert.match(readOnly.cause, /no valid license.*daily usage report/);
    });

    test('Disconnect says what it means', async () => {
      const { body } = await scene.admin.post('/v1/registrar.disconnect', { confirm: true });
      assert.match(body.meaning, /becomes read-only 10 days after the last usage report/);
      assert.match(body.meaning, /days left: 4\.$/);
    });
  });

  describe('a support window given by the environment', () => {
    const scene = useScene({
      release,
      preloads,
      env: {
        CLOUD_SUPPORTED_VERSIONS_TOKEN: 'given',
        CLOUD_SUPPORTED_VERSIONS: JSON.stringify({
          signed: 'given', timestamp: '2999-01-01T00:00:00.000Z', versions: [],
        }),
      },
    });

    test('wins', async () => {
      const given = await scene.admin.call('test:run', `
        const { getCachedSupportedVersionsToken } = await require(
          '${FUNCTIONS}/supportedVersionsToken/supportedVersionsToken.ts');
        return getCachedSupportedVersionsToken.reset();`);
      assert.equal(given, 'given');
      assert.equal(scene.requests('supportedVersions').length, 0);
    });
  });
}, { ownServer: true });
