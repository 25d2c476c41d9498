'use strict';

const assert = require('assert');
const { test } = require('node:test');
const { RELEASES, login, rest, run, startFor, temporaryFolder } = require('./helpers');

const limit = { timeout: 60000 };

/** What code inside the server begins with. */
const IMPORTS = `
  const { settings, settingsRegistry } = await require('/app/settings/server/index.ts');
  const { Settings } = await require('@rocket.chat/models');
  const { notifyOnSettingChangedById } = await require('/app/lib/server/lib/notifyListener.ts');
  const until = async (isSo) => {
    while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
  };`;

for (const release of RELEASES) {
  test(`settings of release ${release}`, limit, async (t) => {
    const host = await startFor(t, { release, preload: 'console.js' });
    const admin = await login(host, 'admin');
    const inServer = (code) => run(host, admin, IMPORTS + code);

    await t.test('a write matches only what is not blocked and has another value', async () => {
      const results = await inServer(`
        await settingsRegistry.add('Closed', 1, { blocked: true });
        const results = [];
        const writes = [['Website', 'a'], ['Website', 'a'], ['Unknown', 'a'], ['Closed', 2]];
        for (const [id, value] of writes) {
          results.push((await Settings.updateValueById(id, value)).modifiedCount);
        }
        return results;`);
      assert.deepStrictEqual(results, [1, 0, 0, 0]);
    });

    await t.test('a reset goes back to the value of the package', async () => {
      const value = await inServer(`
        await Settings.updateValueById('Site_Name', 'other');
        await Settings.resetValueById('Site_Name', null);
        return Settings.getValueById('Site_Name');`);
      assert.strictEqual(value, 'Rocket.Chat');
    });

    await t.test('a write reaches the cache when it is told of, or watched', async () => {
      const seen = await inServer(`
        await Settings.updateValueById('Industry', 'untold');
        await Settings.updateValueById('Country', 'told');
        const atOnce = [settings.get('Industry'), settings.get('Country')];
        await notifyOnSettingChangedById('Country');
        await until(() => settings.get('Country') === 'told');
        return [atOnce, settings.get('Industry')];`);
      assert.deepStrictEqual(seen, [['', ''], release === '8' ? '' : 'untold']);
    });

    await t.test('set fires the watchers once calls stop coming', async () => {
      const calls = await inServer(`
        const calls = [];
        settings.change('Size', (value) => calls.push(value));
        settings.watch('Size', (value) => calls.push('watch ' + value), { debounce: 0 });
        const record = settings.getSetting('Size');
        for (const value of ['1', '2', '3']) settings.set({ ...record, value });
        await until(() => calls.length === 3);
        return calls;`);
      assert.deepStrictEqual(calls, ['watch ', 'watch 3', '3']);
    });

    await t.test('a group keeps the options of its first insert and has actions', async () => {
      await inServer(`
        await settingsRegistry.addGroup('Test_Group', { i18nLabel: 'First' }, async function () {
          await this.section('Buttons', async function () {
            await this.add('Test_Action', 'test:action', { type: 'action', actionText: 'Go' });
          });
        });
        await settingsRegistry.addGroup('Test_Group', { i18nLabel: 'Second' });
        Package.meteor.Meteor.methods({
          'test:action'() {
            return Settings.updateValueById('Website', this.userId).then(() => ({}));
          },
        });`);
      const body = { execute: true };
      const pressed = await rest(host, 'POST', 'settings/Test_Action', { as: admin, body });
      assert.deepStrictEqual(pressed, { status: 200, body: { success: true } });
      const { body: { settings } } = await rest(host, 'GET', 'settings', { as: admin });
      const find = (id) => settings.find(({ _id }) => _id === id);
      assert.strictEqual(find('Website').value, admin.userId);
      assert.strictEqual(find('Test_Group').i18nLabel, 'First');
      assert.deepStrictEqual([find('Test_Action').group, find('Test_Action').section],
        ['Test_Group', 'Buttons']);
    });

    await t.test('readonly is not enforced, hidden is', async () => {
      await inServer('await settingsRegistry.add("Shown", "a", { readonly: true });');
      const body = { value: 'b' };
      const write = (id) => rest(host, 'POST', `settings/${id}`, { as: admin, body });
      assert.strictEqual((await write('Shown')).status, 200);
      assert.strictEqual((await write('Cloud_Workspace_Client_Id')).status, 400);
    });

    await t.test('findOneAndUpdate answers as the driver of the release', async () => {
      const { plain, code } = await inServer(`
        const { db } = Package.mongo.MongoInternals.defaultRemoteCollectionDriver().mongo;
        const things = db.collection('things');
        const options = { upsert: true, returnDocument: 'after' };
        const plain = await things.findOneAndUpdate({ _id: 'a' }, { $set: { n: 1 } }, options);
        const code = await things.insertOne({ _id: 'a' }).then(() => 0, (error) => error.code);
        return { plain, code };`);
      const document = { _id: 'a', n: 1 };
      const lastErrorObject = { n: 1, updatedExisting: false, upserted: 'a' };
      assert.deepStrictEqual(plain,
        release === '6' ? { lastErrorObject, value: document, ok: 1 } : document);
      assert.strictEqual(code, 11000);
    });
  });

  test(`settings of release ${release} and the environment`, limit, async (t) => {
    const dataDir = temporaryFolder(t);
    const env = { OVERWRITE_SETTING_Site_Name: 'Forced', Website: 'first', SETTINGS_BLOCKED: 'Size',
      SETTINGS_HIDDEN: 'Country', OVERWRITE_SETTING_Show_Setup_Wizard: 'completed' };
    const options = { release, dataDir, env, preload: 'console.js' };
    let host = await startFor(t, options);
    const admin = await login(host, 'admin');
    const values = () => run(host, admin, `${IMPORTS}
      const ids = ['Site_Name', 'Website', 'Show_Setup_Wizard'];
      const both = async (id) => [settings.get(id), await Settings.getValueById(id)];
      return Promise.all(ids.map(both));`);
    const write = (id) => rest(host, 'POST', `settings/${id}`, { as: admin, body: { value: 'x' } });

    // The server's own forced registration wrote to the database before the cache was watching.
    assert.deepStrictEqual(await values(),
      [['Forced', 'Forced'], ['first', 'first'], ['completed', 'in_progress']]);
    assert.strictEqual((await write('Site_Name')).status, 200);
    assert.strictEqual((await write('Website')).status, 200);
    assert.strictEqual((await write('Size')).status, 400);
    assert.strictEqual((await write('Country')).status, 400);
    assert.strictEqual((await values())[0][1], 'x', 'an overwritten setting can be changed');

    await host.kill();
    host = await startFor(t, options);
    const [name, website] = await values();
    assert.deepStrictEqual(name, ['Forced', 'Forced'], 'and is forced at the next start');
    assert.deepStrictEqual(website, ['x', 'x'], 'a first value is only the first');
  });
}

for (const release of ['6', '7']) {
  test(`the cache of release ${release} without watchers`, limit, async (t) => {
    const env = { DISABLE_DB_WATCHERS: 'true' };
    const host = await startFor(t, { release, env, preload: 'console.js' });
    const seen = await run(host, await login(host, 'admin'), `${IMPORTS}
      await Settings.updateValueById('Industry', 'untold');
      await Settings.updateValueById('Country', 'told');
      await notifyOnSettingChangedById('Country');
      await until(() => settings.get('Country') === 'told');
      return settings.get('Industry');`);
    assert.strictEqual(seen, '');
  });
}
