'use strict';

// Rows of user-needs by their issue numbers: 42138, 31163, 31982, 28978, 31152, 30519.

const assert = require('node:assert/strict');
const { describe, test } = require('node:test');

const { changeDocument, readCollection, readSettings } = require('./support/database');
const { forEachRelease } = require('./support/releases');
const { useScene } = require('./support/scene');
const { eventually } = require('./support/wait');

const MINUTE = 60000;
const BANNER = 'registrar-registration';

const wizardOf = (scene) => scene.admin.setting('Show_Setup_Wizard');

/** Does what the wizard's second step does, which opens its registration step. */
const enterOrganization = (scene) => scene.admin.set('Organization_Name', 'Some Company');

/** @returns {Promise<any>} waits until the open browser may leave the wizard */
const wizardCompleted = (scene) => eventually(
  async () => await wizardOf(scene) === 'completed',
  { what: 'the end of the wizard', limitMs: 60000 },
);

/** @returns {object[]} the module's banners that the admins have, from the database */
function banners(scene) {
  const users = [...readCollection(scene.server.dataDir, 'users').values()];
  return users.filter(({ roles }) => roles.includes('admin'))
    .map((user) => (user.banners || {})[BANNER]).filter(Boolean);
}

/** Stops the server, lets `change` edit the policy's record as time would, and starts it again. */
async function restartLater(scene, change) {
  scene.leave();
  await scene.server.stop();
  changeDocument(scene.server.dataDir, 'rocketchat_registrar', 'policy', change);
  await scene.server.start();
  await scene.meetPeople();
}

/** Ten minutes after one good probe, a day after whatever else was. */
const goodProbeTenMinutesAgo = (record) => ({
  ...record, goodSince: Date.now() - 10 * MINUTE, probed: Date.now() - 10 * MINUTE,
  confirmed: undefined, setBack: undefined,
});

function declareCloudAwayTests(release) {
  describe('42138: the cloud does not answer while the admin stands at the registration', () => {
    const scene = useScene({ release, wizard: 'pending' });

    test('the wizard waits for the registration as long as the cloud answers', async () => {
      await enterOrganization(scene);
      await scene.cloud.waitForRequest({ call: 'preIntent' });
      assert.equal(await wizardOf(scene), 'in_progress');
    });

    test('a pre-intent that times out keeps nobody in the wizard', async () => {
      scene.cloud.addFaults([{ match: { call: 'preIntent' }, fault: { type: 'stall' } }]);
      await scene.restart();
      await wizardCompleted(scene);
    });

    test('nor does the next start, nor the next login', async () => {
      await scene.restart();
      assert.equal(await wizardOf(scene), 'completed');
    });

    test('admins are reminded instead', async () => {
      await eventually(() => banners(scene).length > 0, { what: 'the banner' });
      assert.equal((await scene.admin.status()).registrationDue, true);
    });

    test('the cloud that answers twice, ten minutes apart, brings the wizard back', async () => {
      scene.cloud.clearFaults();
      await restartLater(scene, goodProbeTenMinutesAgo);
      await eventually(async () => await wizardOf(scene) === 'in_progress', { what: 'the wizard' });
    });

    test('and a cloud that is gone again lets the admin out again', async () => {
      scene.cloud.addFaults([{ fault: { type: 'refuse' } }]);
      await scene.restart();
      await wizardCompleted(scene);
    });

    test('after that it is left at that for a day', async () => {
      scene.cloud.clearFaults();
      scene.cloud.clear();
      await scene.restart();
      await scene.admin.set('Registrar_Remind_Every', 12);
      assert.deepEqual(scene.requests('preIntent'), []);
      assert.equal(await wizardOf(scene), 'completed');
    });
  });
}

function declareOverrideTests(release) {
  describe('31163: OVERWRITE_SETTING_Show_Setup_Wizard=completed on a fresh database', () => {
    const scene = useScene({ release });
    const stored = () => readSettings(scene.server.dataDir)('Show_Setup_Wizard');

    test('the wizard never opens, neither by the cache nor by the database', async () => {
      await eventually(() => banners(scene).length > 0, { what: 'the first look of the policy' });
      assert.equal(await wizardOf(scene), 'completed');
      assert.equal(stored(), 'completed');
    });

    test('not even when all else says that it should', async () => {
      await restartLater(scene, (record) => ({
        ...goodProbeTenMinutesAgo(record), confirmed: Date.now(), reminded: undefined,
      }));
      await eventually(() => banners(scene).length > 0, { what: 'the look of the policy' });
      assert.equal(await wizardOf(scene), 'completed');
      assert.equal(stored(), 'completed');
      assert.deepEqual(scene.requests('preIntent'), []);
    });
  });
}

function declarePolicyTests(release) {
  describe('31982: a server without internet, Registrar_Policy=off by the environment', () => {
    const scene = useScene({
      release, wizard: 'pending', env: { OVERWRITE_SETTING_Registrar_Policy: 'off' },
    });

    test('the wizard ends without a registration, and nothing is asked or reminded', async () => {
      assert.equal(await wizardOf(scene), 'in_progress');
      await enterOrganization(scene);
      await wizardCompleted(scene);
      assert.deepEqual(scene.requests('preIntent'), []);
      assert.deepEqual(banners(scene), []);
      assert.equal((await scene.admin.status()).policy, 'off');
    });
  });

  describe('28978: registering later, Registrar_Policy=remind', () => {
    const scene = useScene({
      release, wizard: 'pending', env: { Registrar_Policy: 'remind' },
    });

    test('the wizard ends, and admins are reminded by a banner and a line in the log', async () => {
      await enterOrganization(scene);
      await wizardCompleted(scene);
      const [banner] = await eventually(() => {
        const shown = banners(scene);
        return shown.length > 0 && shown;
      }, { what: 'the banner' });
      assert.match(banner.title, /not registered/);
      assert.equal(banner.link, '/admin/settings/Workspace_Registration');
      await scene.server.logged('This workspace is not registered');
    });

    test('who closed the banner is reminded again, at the rate of the setting', async () => {
      scene.leave();
      await scene.server.stop();
      const { dataDir } = scene.server;
      const [admin] = [...readCollection(dataDir, 'users').values()]
        .filter(({ roles }) => roles.includes('admin'));
      changeDocument(dataDir, 'users', admin._id, (user) => ({
        ...user, banners: { [BANNER]: { ...user.banners[BANNER], read: true } },
      }));
      changeDocument(dataDir, 'rocketchat_registrar', 'policy', (record) => ({
        ...record, reminded: record.reminded - 24 * 60 * MINUTE,
      }));
      await scene.server.start();
      await scene.meetPeople();
      await eventually(() => banners(scene).some(({ read }) => !read), { what: 'the banner' });
    });

    test('the banner is gone once the workspace is registered', async () => {
      await scene.register();
      await eventually(() => banners(scene).length === 0, { what: 'the end of the banner' });
      assert.equal((await scene.admin.status()).registrationDue, false);
    });
  });
}

function declareRegisteredTests(release) {
  describe('31152: the wizard opens again although the registration succeeded', () => {
    const scene = useScene({ release, wizard: 'pending' });

    test('a registered workspace is not sent back by an update of the server', async () => {
      await enterOrganization(scene);
      await scene.register();
      await scene.admin.set('Show_Setup_Wizard', 'completed');
      scene.leave();
      await scene.server.stop();
      changeDocument(scene.server.dataDir, 'rocketchat_migrations', 'upgrade', (record) => ({
        ...record, hash: 'an older release',
      }));
      await scene.server.start();
      await scene.meetPeople();
      assert.equal(await wizardOf(scene), 'completed');
      assert.equal((await scene.admin.registration()).workspaceRegistered, true);
    });
  });

  describe('30519: the browser stays at the registration step although it is registered', () => {
    const scene = useScene({ release, wizard: 'pending' });

    test('a token that is entered there registers, and the browser goes on', async () => {
      await enterOrganization(scene);
      await scene.cloud.waitForRequest({ call: 'preIntent' });
      assert.equal(await wizardOf(scene), 'in_progress');
      await scene.admin.set('Registrar_Token', scene.cloud.issueToken().token);
      await wizardCompleted(scene);
      assert.equal((await scene.admin.registration()).workspaceRegistered, true);
    });
  });

  describe('an update of a server that is not registered', () => {
    const scene = useScene({ release, wizard: 'pending' });

    test('follows the policy instead of sending the admins away at once', async () => {
      await scene.admin.set('Show_Setup_Wizard', 'completed');
      scene.cloud.addFaults([{ fault: { type: 'refuse' } }]);
      await eventually(() => banners(scene).length > 0, { what: 'the look of the policy' });
      scene.leave();
      await scene.server.stop();
      changeDocument(scene.server.dataDir, 'rocketchat_migrations', 'upgrade', (record) => ({
        ...record, hash: 'an older release',
      }));
      await scene.server.start();
      await scene.meetPeople();
      assert.equal(await wizardOf(scene), 'completed');
    });
  });
}

forEachRelease((release) => {
  declareCloudAwayTests(release);
  declareOverrideTests(release);
  declarePolicyTests(release);
  declareRegisteredTests(release);
}, { ownServer: true });
