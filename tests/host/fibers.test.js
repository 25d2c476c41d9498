'use strict';

const assert = require('assert');
const { test } = require('node:test');
const { login, run, startFor } = require('./helpers');

test('release 6 and its fibers', { timeout: 60000 }, async (t) => {
  const host = await startFor(t, { release: '6', preload: 'console.js' });
  const admin = await login(host, 'admin');
  const inServer = (code) => run(host, admin, code);
  const outsideOf = (call) => inServer(`
    const { Meteor } = Package.meteor;
    await null;
    try { return { value: typeof await (${call}) }; } catch (error) { return error.message; }`);

  for (const call of ['Meteor.userId()', 'Meteor.call("test:run", "")', 'Meteor.defer(() => {})',
    'Meteor.callAsync("test:run", "")', 'Meteor.setTimeout(() => {}, 1)',
    'Meteor.bindEnvironment(() => {})']) {
    await t.test(`${call} throws outside a fiber`, async () => {
      assert.match(await outsideOf(call), /^Meteor code must always run within a Fiber/);
    });
  }

  for (const call of ['Meteor.users.findOne({})', 'Meteor.users.findOneAsync({})']) {
    await t.test(`${call} cannot wait outside a fiber`, async () => {
      assert.strictEqual(await outsideOf(call), 'Can\'t wait without a fiber');
    });
  }

  await t.test('Promise.await cannot wait outside a fiber', async () => {
    assert.match(await outsideOf('Promise.await(1)'), /without a Fiber/);
  });

  await t.test('a native async function loses the fiber at its first await', async () => {
    const [before, after] = await inServer(`
      const { Meteor } = Package.meteor;
      const before = Meteor.userId();
      await null;
      let after = 'kept';
      try { Meteor.userId(); } catch (error) { after = 'lost'; }
      return [before, after];`);
    assert.deepStrictEqual([before, after], [admin.userId, 'lost']);
  });

  await t.test('a chain of then keeps fiber and user', async () => {
    const user = await inServer(`
      return Promise.resolve().then(() => null).then(() => Package.meteor.Meteor.userId());`);
    assert.strictEqual(user, admin.userId);
  });

  await t.test('Promise.asyncApply gives a fiber without a user', async () => {
    const found = await inServer(`
      await null;
      return Promise.asyncApply(() => {
        let user;
        try { user = Package.meteor.Meteor.userId(); } catch (error) { user = error.message; }
        return [Promise.await(Promise.resolve('waited')), user];
      });`);
    assert.strictEqual(found[0], 'waited');
    assert.match(found[1], /only be invoked in method calls/);
  });

  await t.test('a bound function called outside a fiber returns nothing', async () => {
    const found = await inServer(`
      const bound = Package.meteor.Meteor.bindEnvironment(() => 'value');
      const inside = bound();
      await null;
      return [inside, String(bound())];`);
    assert.deepStrictEqual(found, ['value', 'undefined']);
  });

  await t.test('the host services work outside a fiber', async () => {
    const found = await inServer(`
      await null;
      const { settings, settingsRegistry } = await require('/app/settings/server/index.ts');
      const { Settings } = await require('@rocket.chat/models');
      const { callbacks } = await require('/lib/callbacks.ts');
      const permissions = await require('/app/authorization/server/functions/hasPermission.ts');
      const { syncWorkspace } = await require('/app/cloud/server/functions/syncWorkspace/index.ts');
      await settingsRegistry.add('Outside', 'first');
      const first = settings.get('Outside');
      await Settings.updateValueById('Outside', 'second');
      await syncWorkspace();
      return [first, await Settings.getValueById('Outside'),
        await callbacks.run('nothing', 'item'),
        await permissions.hasPermissionAsync('nobody', 'manage-cloud')];`);
    assert.deepStrictEqual(found, ['first', 'second', 'item', false]);
  });
});
