'use strict';

const assert = require('assert');
const { test } = require('node:test');
const { environment, startCloud } = require('./little-cloud');
const { RELEASES, callMethod, eventually, login, rest, run, startFor } = require('./helpers');

const limit = { timeout: 60000 };

const SYNC = ['/api/oauth/token', '/api/v3/comms/workspace', '/api/oauth/token', '/client0/sync',
  '/versions'];

async function status(host, as) {
  const { body } = await rest(host, 'GET', 'cloud.registrationStatus', { as });
  return body.registrationStatus;
}

for (const release of RELEASES) {
  test(`the own cloud client of release ${release}`, limit, async (t) => {
    const cloud = await startCloud(t);
    const env = environment(cloud, { REG_TOKEN: 'token' });
    const host = await startFor(t, { release, env, preload: 'console.js' });
    const admin = await login(host, 'admin');
    const sync = () => rest(host, 'POST', 'cloud.syncWorkspace', { as: admin });

    await t.test('registers at start by REG_TOKEN, with eight requests', async () => {
      await eventually(() => cloud.asked.length, (count) => count >= 8);
      assert.deepStrictEqual(cloud.asked,
        ['/api/oauth/clients', '/api/oauth/token', '/client0/sync', ...SYNC]);
      const { workspaceRegistered, workspaceId } = await status(host, admin);
      assert.deepStrictEqual([workspaceRegistered, workspaceId], [true, 'w']);
    });

    await t.test('syncs with five requests, one after the other', async () => {
      cloud.asked = [];
      assert.deepStrictEqual(await sync(), { status: 200, body: { success: true } });
      assert.deepStrictEqual(cloud.asked, SYNC);
      const { body } = await rest(host, 'GET', 'info');
      assert.deepStrictEqual(body.supportedVersions, { signed: 'signed-by-cloud' });
    });

    await t.test('tells the admins of the newest version', async () => {
      const banners = await run(host, admin, `
        const { Users } = await require('@rocket.chat/models');
        return (await Users.findOne({ username: 'admin' })).banners;`);
      assert.deepStrictEqual(Object.keys(banners), ['versionUpdate-99_1_0']);
    });

    await t.test('goes the old way when the license cannot be read', async () => {
      cloud.asked = [];
      cloud.license = 'unreadable';
      assert.strictEqual((await sync()).status, 200);
      assert.deepStrictEqual(cloud.asked.slice(4), ['/api/oauth/token', '/client0/client',
        ...cloud.asked.slice(6)]);
      assert.ok(cloud.asked.includes('/client0/license'));
      cloud.license = 'TESTLICENSE.e30';
    });

    await t.test('takes dates of surveys as dates', async () => {
      const [startAt, expireAt] = [0, 3600000].map((ms) => new Date(Date.now() + ms).toISOString());
      cloud.comms = { nps: { id: 'nps', startAt, expireAt } };
      assert.strictEqual((await sync()).status, 200);
      const stored = await run(host, admin, `
        const { Nps } = await require('@rocket.chat/models');
        const { startAt, expireAt } = await Nps.findOneById('nps');
        return [startAt, expireAt].map((date) => date instanceof Date);`);
      assert.deepStrictEqual(stored, [true, true]);
      cloud.comms = {};
    });

    await t.test('forgets its registration when the cloud does', async () => {
      const completed = { as: admin, body: { value: 'completed' } };
      await rest(host, 'POST', 'settings/Show_Setup_Wizard', completed);
      cloud.known = false;
      assert.deepStrictEqual((await sync()).body,
        { success: false, error: 'Error during workspace sync' });
      const { workspaceRegistered } = await eventually(() => status(host, admin),
        (now) => !now.workspaceRegistered);
      assert.strictEqual(workspaceRegistered, false);
      await eventually(() => run(host, admin, `
        const { Settings } = await require('@rocket.chat/models');
        return Settings.getValueById('Show_Setup_Wizard');`), (wizard) => wizard === 'in_progress');
      cloud.known = true;
    });

    await t.test('answers false to a token when the license cannot be read', async () => {
      cloud.license = 'unreadable';
      assert.strictEqual(await callMethod(host, admin, 'cloud:connectWorkspace', 'token'), false);
      assert.strictEqual((await status(host, admin)).workspaceRegistered, true);
    });
  });

  test(`licenses of release ${release}`, limit, async (t) => {
    const cloud = await startCloud(t);
    const host = await startFor(t, { release, env: environment(cloud), preload: 'console.js' });
    const admin = await login(host, 'admin');
    const apply = (license) => run(host, admin, `
      const { callbacks } = await require('${release === '8' ? '/server' : ''}/lib/callbacks.ts');
      const { License } = await require('@rocket.chat/license');
      const outcome = await callbacks.run('workspaceLicenseChanged', ${JSON.stringify(license)})
        .then(() => 'done', (error) => error.name + ': ' + error.message);
      return [outcome, License.hasValidLicense()];`);
    const encode = (content) => (
      `TESTLICENSE.${Buffer.from(JSON.stringify(content)).toString('base64url')}`
    );

    assert.deepStrictEqual(await apply('nonsense'),
      ['InvalidLicenseError: Invalid license', false]);
    assert.deepStrictEqual(await apply(encode({ a: 1 })), ['done', true]);
    // The one that is in force is passed over in silence.
    assert.deepStrictEqual(await apply(encode({ a: 1 })), ['done', true]);
    assert.deepStrictEqual(await apply(encode({ invalid: true })), ['done', false]);
    await run(host, admin, `
      const { License } = await require('@rocket.chat/license');
      License.workspaceUrl = null;`);
    const [outcome] = await apply(encode({ a: 2 }));
    assert.match(outcome, /^NotReadyForValidation/);
  });
}
