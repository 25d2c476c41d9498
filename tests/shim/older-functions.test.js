'use strict';

const assert = require('assert');
const { after, before, describe, it } = require('node:test');
const manifest = require('../../manifest.json');
const { MeteorError, fakeContext, nativeError, replacedFunctions } = require('./fake-context');

const layoutNamed = (name) => manifest.layouts.find((layout) => layout.name === name);
const ON = { Register_Server: true };
const REGISTERED = { registrationStatus: { workspaceRegistered: true } };
const UNREGISTERED = { registrationStatus: { workspaceRegistered: false } };
const OUTSIDE = nativeError('registration.not-registered');
const DOWN = nativeError('cloud.connect.refused');
const NOTHING_KEPT = nativeError('registration.nothing-to-reconnect');

function scene(name, answers, settings = {}) {
  const context = fakeContext(layoutNamed(name), answers, { settings });
  return { context, functions: replacedFunctions(layoutNamed(name), context) };
}

for (const name of ['5.2', '6.4']) {
  describe(`the functions for ${name}`, () => {
    it('a pasted answer has its secret, one of the poll has not', async () => {
      const { context, functions } = scene(name,
        { saveRegistration: {}, saveRegistrationManual: {} });
      await functions.saveRegistrationData({ client_secret: '' });
      await functions.saveRegistrationData({ client_secret: 's' });
      assert.deepStrictEqual(context.calls.map(([called]) => called),
        ['saveRegistration', 'saveRegistrationManual']);
    });

    it('Connect takes up what is kept, else sends the e-mail', async () => {
      const kept = scene(name, { ...UNREGISTERED, reconnect: {} });
      assert.strictEqual(await kept.functions.startRegisterWorkspace(), true);
      const fresh = scene(name, { ...UNREGISTERED, reconnect: NOTHING_KEPT, registerByEmail: {} });
      assert.strictEqual(await fresh.functions.startRegisterWorkspace(true), true);
      assert.deepStrictEqual(fresh.context.calls[2], ['registerByEmail', { resend: true }]);
      const away = scene(name, { ...UNREGISTERED, reconnect: DOWN });
      assert.strictEqual(await away.functions.startRegisterWorkspace(), false);
    });

    it('Connect turns the switch on for a workspace that is registered', async () => {
      const { context, functions } = scene(name, { ...REGISTERED, sync: {} });
      assert.strictEqual(await functions.startRegisterWorkspace(), true);
      assert.deepStrictEqual(context.written, [['Register_Server', true]]);
    });

    it('disconnecting and unregistering are true, also when there is nothing to do', async () => {
      const { functions } = scene(name, { disconnect: OUTSIDE });
      assert.strictEqual(await functions.disconnectWorkspace(), true);
      assert.strictEqual(await functions.unregisterWorkspace(), true);
      const broken = scene(name, { disconnect: nativeError('host.write-failed') });
      await assert.rejects(broken.functions.disconnectWorkspace(), MeteorError);
    });

    it('the license that is stored is told when the cloud has no newer one', async () => {
      const settings = { Cloud_Workspace_License: 'L' };
      for (const pullLicense of [{ outcome: 'unchanged' }, DOWN]) {
        const { functions } = scene(name, { pullLicense }, settings);
        assert.deepStrictEqual(await functions.getWorkspaceLicense(),
          { updated: false, license: 'L' });
      }
      const { functions } = scene(name, { pullLicense: { outcome: 'applied' } }, settings);
      assert.deepStrictEqual(await functions.getWorkspaceLicense(),
        { updated: true, license: 'N' });
    });
  });
}

describe('reconnectWorkspace of 6.4', () => {
  it('is false when there is nothing to take up', async () => {
    const { functions } = scene('6.4', { ...UNREGISTERED, reconnect: NOTHING_KEPT });
    assert.strictEqual(await functions.reconnectWorkspace(), false);
  });

  it('turns the switch on and syncs when the workspace is registered', async () => {
    const { context, functions } = scene('6.4', { ...REGISTERED, sync: {} });
    assert.strictEqual(await functions.reconnectWorkspace(), true);
    assert.deepStrictEqual(context.written, [['Register_Server', true]]);
    assert.strictEqual(context.calls[1][0], 'sync');
  });
});

describe('the functions of 5.2 that give no promise', () => {
  // Stands in for the fiber: what would be waited for is given as it is.
  before(() => { Promise.await = (promise) => promise; });
  after(() => { delete Promise.await; });

  it('the registration status is there at once', () => {
    const settings = {
      ...ON, Cloud_Workspace_Client_Id: 'i', Cloud_Workspace_Client_Secret: 's',
      Cloud_Workspace_Id: 'w', uniqueID: 'u', Organization_Email: 'a@b.c',
    };
    assert.deepStrictEqual(scene('5.2', {}, settings).functions.retrieveRegistrationStatus(), {
      connectToCloud: true,
      workspaceRegistered: true,
      workspaceId: 'w',
      uniqueId: 'u',
      token: '',
      email: 'a@b.c',
    });
  });

  it('the user\'s token is a text, empty for whatever went wrong', async () => {
    const { context, functions } = scene('5.2', { userAccessToken: { token: 't' } }, { ...ON });
    assert.strictEqual(await functions.getUserCloudAccessToken('admin', true, 's', false), 't');
    assert.deepStrictEqual(context.calls,
      [['userAccessToken', { userId: 'admin', forceNew: true, scope: 's', save: false }]]);
    const away = scene('5.2', { userAccessToken: DOWN }, { ...ON });
    assert.strictEqual(await away.functions.getUserCloudAccessToken('admin'), '');
    assert.strictEqual(scene('5.2', {}).functions.getUserCloudAccessToken('admin'), '');
    assert.strictEqual(scene('5.2', {}, { ...ON }).functions.getUserCloudAccessToken(''), '');
  });

  it('logging out is an empty text while the switch is off', async () => {
    assert.strictEqual(scene('5.2', {}).functions.userLogout('admin'), '');
    const { functions } = scene('5.2', { ...REGISTERED, userLogout: {} }, { ...ON });
    assert.strictEqual(await functions.userLogout('admin'), true);
  });
});
