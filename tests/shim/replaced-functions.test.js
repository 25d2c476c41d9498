'use strict';

const assert = require('assert');
const { afterEach, describe, it } = require('node:test');
const manifest = require('../../manifest.json');
const {
  CloudWorkspaceRegistrationError, MeteorError, fakeContext, nativeError, replacedFunctions,
} = require('./fake-context');

const REGISTERED = { registrationStatus: { workspaceRegistered: true } };
const UNREGISTERED = { registrationStatus: { workspaceRegistered: false } };
const DOWN = nativeError('cloud.connect.refused');
const OUTSIDE = nativeError('registration.not-registered');

/** Calls one exported function with the native module's answers. */
function scene(layout, answers, server) {
  const context = fakeContext(layout, answers, server);
  return { context, functions: replacedFunctions(layout, context) };
}

/** An error that shows code, cause and remedy. */
const explained = (code) => (error) => error instanceof MeteorError && error.error === code
  && error.reason.includes('A remedy.');

for (const layout of manifest.layouts.filter(({ name }) => name.endsWith('.x'))) {
  describe(`the functions for ${layout.name}: registering`, () => {
    afterEach(() => delete process.env.TEST_MODE);

    it('registerPreIntentWorkspaceWizard says whether the cloud is there', async () => {
      const there = scene(layout, { preIntent: { reachable: true } });
      assert.strictEqual(await there.functions.registerPreIntentWorkspaceWizard(), true);
      const away = scene(layout, { preIntent: DOWN });
      assert.strictEqual(await away.functions.registerPreIntentWorkspaceWizard(), false);
      assert.strictEqual(away.context.logged[0].code, 'cloud.connect.refused');
    });

    it('getWorkspaceAccessToken asks when no token is at hand or a new one is wanted', async () => {
      const asked = { token: 'asked', expiresAt: 1, scope: '' };
      const { context, functions } = scene(layout, {
        accessToken: asked, accessTokenAtHand: 'at hand',
      });
      assert.strictEqual(await functions.getWorkspaceAccessToken(), 'at hand');
      assert.deepStrictEqual(context.calls, []);
      assert.strictEqual(await functions.getWorkspaceAccessToken(true), 'asked');
      const without = scene(layout, { accessToken: asked });
      const scoped = await without.functions.getWorkspaceAccessToken(false, 'a scope');
      assert.strictEqual(scoped, 'asked');
      assert.strictEqual(without.context.calls[0][1].scope, 'a scope');
    });

    it('getWorkspaceAccessToken is empty before the native module can be there', async () => {
      const { context, functions } = scene(layout, {});
      context.registrar = () => { throw new Error('the server has not loaded its files'); };
      assert.strictEqual(await functions.getWorkspaceAccessToken(), '');
    });

    it('startRegisterWorkspaceSetupWizard hands the intent on as it is', async () => {
      const intent = { device_code: 'handle', user_code: 'AB-CD', interval: 5, expires_in: 900 };
      const { context, functions } = scene(layout, { intent });
      const answer = await functions.startRegisterWorkspaceSetupWizard(true, 'a@b.example');
      assert.deepStrictEqual(answer, intent);
      assert.deepStrictEqual(context.calls, [['intent', { resend: true, email: 'a@b.example' }]]);
    });

    it('startRegisterWorkspaceSetupWizard rejects with cause and remedy', async () => {
      const { functions } = scene(layout, { intent: nativeError('registration.email-invalid') });
      await assert.rejects(functions.startRegisterWorkspaceSetupWizard(false, 'nonsense'),
        explained('registration.email-invalid'));
    });

    it('getConfirmationPoll is pending, then gives the payload', async () => {
      const pending = { status: 'authorization_pending' };
      const done = { successful: true, payload: { client_id: 'c', client_secret: '' } };
      const answers = [pending, done];
      const { context, functions } = scene(layout, { poll: () => answers.shift() });
      assert.deepStrictEqual(await functions.getConfirmationPoll('handle'), pending);
      assert.deepStrictEqual(await functions.getConfirmationPoll('handle'), done);
      assert.deepStrictEqual(context.calls[0], ['poll', { deviceCode: 'handle' }]);
    });

    it('getConfirmationPoll rejects with cause and remedy', async () => {
      const { functions } = scene(layout, { poll: nativeError('registration.intent-expired') });
      await assert.rejects(functions.getConfirmationPoll('handle'),
        explained('registration.intent-expired'));
    });

    it('saveRegistrationData and its manual sister resolve with nothing', async () => {
      const saved = { workspaceId: 'w' };
      const { context, functions } = scene(layout,
        { saveRegistration: saved, saveRegistrationManual: saved });
      const data = { client_id: 'c', client_secret: '' };
      assert.strictEqual(await functions.saveRegistrationData(data), undefined);
      assert.strictEqual(await functions.saveRegistrationDataManual(data), undefined);
      assert.deepStrictEqual(context.calls,
        [['saveRegistration', { data }], ['saveRegistrationManual', { data }]]);
    });

    it('a pasted answer that does not fit rejects with cause and remedy', async () => {
      const { functions } = scene(layout,
        { saveRegistrationManual: nativeError('offline.other-workspace') });
      await assert.rejects(functions.saveRegistrationDataManual({}),
        explained('offline.other-workspace'));
    });

    it('startRegisterWorkspace sends the e-mail when unregistered', async () => {
      const { context, functions } = scene(layout,
        { ...UNREGISTERED, registerByEmail: { workspaceId: 'w' } });
      assert.strictEqual(await functions.startRegisterWorkspace(true), true);
      assert.deepStrictEqual(context.calls[1], ['registerByEmail', { resend: true }]);
    });

    it('startRegisterWorkspace answers false when that fails', async () => {
      const { context, functions } = scene(layout, { ...UNREGISTERED, registerByEmail: DOWN });
      assert.strictEqual(await functions.startRegisterWorkspace(), false);
      assert.strictEqual(context.logged[0].code, 'cloud.connect.refused');
    });

    it('startRegisterWorkspace syncs when registered, and in test mode', async () => {
      const registered = scene(layout, { ...REGISTERED, sync: {} });
      assert.strictEqual(await registered.functions.startRegisterWorkspace(), true);
      assert.strictEqual(registered.context.calls[1][0], 'sync');
      process.env.TEST_MODE = 'true';
      const unregistered = scene(layout, { ...UNREGISTERED, sync: OUTSIDE });
      assert.strictEqual(await unregistered.functions.startRegisterWorkspace(), true);
      assert.strictEqual(unregistered.context.calls[1][0], 'sync');
    });

    it('ensureCloudWorkspaceRegistered never rejects', async () => {
      const { context, functions } = scene(layout, { ensureRegistered: DOWN });
      assert.strictEqual(await functions.ensureCloudWorkspaceRegistered(), undefined);
      await new Promise(setImmediate);
      assert.deepStrictEqual(context.calls, [['ensureRegistered', {}]]);
      assert.strictEqual(context.logged[0].code, 'cloud.connect.refused');
    });
  });

  describe(`the functions for ${layout.name}: an account of the cloud`, () => {
    it('getOAuthAuthorizationUrl gives an address', async () => {
      const { functions } = scene(layout, { userAuthorizationUrl: { url: 'https://cloud/a' } });
      assert.strictEqual(await functions.getOAuthAuthorizationUrl(), 'https://cloud/a');
    });

    it('finishOAuthAuthorization reads the user before it waits', async () => {
      const { context, functions } = scene(layout, { finishUserAuthorization: {} });
      const finished = functions.finishOAuthAuthorization('code', 'state');
      assert.deepStrictEqual(context.calls, [
        ['finishUserAuthorization', { userId: 'admin', code: 'code', state: 'state' }],
      ]);
      assert.strictEqual(await finished, true);
    });

    it('finishOAuthAuthorization refuses a foreign state and a missing user', async () => {
      const mismatch = nativeError('account.state-mismatch');
      const foreign = scene(layout, { finishUserAuthorization: mismatch });
      await assert.rejects(foreign.functions.finishOAuthAuthorization('c', 's'),
        (error) => error instanceof MeteorError && error.error === 'error-invalid-state'
          && error.details.method === 'cloud:finishOAuthAuthorization');
      const settings = { Cloud_Workspace_Registration_State: 'ours' };
      const outside = scene(layout, { finishUserAuthorization: OUTSIDE }, { settings });
      await assert.rejects(outside.functions.finishOAuthAuthorization('c', 'theirs'),
        (error) => error.error === 'error-invalid-state');
      assert.strictEqual(await outside.functions.finishOAuthAuthorization('c', 'ours'), false);
      const nobody = scene(layout, { finishUserAuthorization: {} }, { userId: null });
      await assert.rejects(nobody.functions.finishOAuthAuthorization('c', 's'),
        (error) => error instanceof MeteorError && error.error === 'error-invalid-user');
      assert.deepStrictEqual(nobody.context.calls, []);
    });

    it('finishOAuthAuthorization answers false when the cloud refuses', async () => {
      const { functions } = scene(layout, { finishUserAuthorization: DOWN });
      assert.strictEqual(await functions.finishOAuthAuthorization('c', 's'), false);
    });

    it('userLogout answers as the original: true, or an empty text', async () => {
      const linked = scene(layout, { ...REGISTERED, userLogout: {} });
      assert.strictEqual(await linked.functions.userLogout('admin'), true);
      assert.deepStrictEqual(linked.context.calls[1], ['userLogout', { userId: 'admin' }]);
      const notLinked = scene(layout,
        { ...REGISTERED, userLogout: nativeError('account.not-logged-in') });
      assert.strictEqual(await notLinked.functions.userLogout('admin'), true);
      const { functions } = scene(layout, UNREGISTERED);
      assert.strictEqual(await functions.userLogout('admin'), '');
      assert.strictEqual(await linked.functions.userLogout(''), '');
    });
  });

  describe(`the functions for ${layout.name}: license and sync`, () => {
    it('getCheckoutUrl gives the cloud\'s address, else the fallback', async () => {
      const there = scene(layout, { checkoutUrl: { url: 'https://billing/x' } });
      assert.deepStrictEqual(await there.functions.getCheckoutUrl(), { url: 'https://billing/x' });
      const away = scene(layout, { checkoutUrl: DOWN });
      assert.deepStrictEqual(await away.functions.getCheckoutUrl(),
        { url: away.functions.fallback });
      assert.match(away.functions.fallback, /^https:\/\/go\.rocket\.chat\//);
    });

    it('getWorkspaceLicense tells the license that the server took', async () => {
      for (const outcome of ['applied', 'unchanged', 'not-valid']) {
        const { functions } = scene(layout, { pullLicense: { outcome } });
        assert.deepStrictEqual(await functions.getWorkspaceLicense(),
          { updated: true, license: 'N' }, outcome);
      }
      for (const pullLicense of [{ outcome: 'unreadable' }, { outcome: 'pending' }, DOWN,
        OUTSIDE]) {
        const { functions } = scene(layout, { pullLicense });
        assert.strictEqual(await functions.getWorkspaceLicense(), undefined);
      }
    });

    it('removeLicense resolves with nothing, or rejects with cause and remedy', async () => {
      const there = scene(layout, { removeLicense: { told: true } });
      assert.strictEqual(await there.functions.removeLicense(), undefined);
      const away = scene(layout, { removeLicense: nativeError('host.write-failed') });
      await assert.rejects(away.functions.removeLicense(), explained('host.write-failed'));
    });

    it('syncWorkspace resolves when there is nothing to sync', async () => {
      for (const code of ['registration.not-registered', 'cloud.client.unknown']) {
        const { functions } = scene(layout, { sync: nativeError(code) });
        assert.strictEqual(await functions.syncWorkspace(), undefined);
      }
      const { functions } = scene(layout, { sync: DOWN });
      await assert.rejects(functions.syncWorkspace(), explained('cloud.connect.refused'));
    });

    it('the old sync is a call of its own', async () => {
      const { context, functions } = scene(layout, { legacySync: {} });
      assert.strictEqual(await functions.legacySyncWorkspace(), true);
      assert.deepStrictEqual(context.calls, [['legacySync', {}]]);
    });

    it('parts of the sync reject with the server\'s own error when unregistered', async () => {
      const { functions } = scene(layout, { sync: OUTSIDE, legacySync: OUTSIDE });
      for (const name of ['announcementSync', 'syncCloudData', 'legacySyncWorkspace']) {
        await assert.rejects(functions[name](), CloudWorkspaceRegistrationError, name);
      }
    });

    it('a function that the addon lacks is a rejection, not an exception', async () => {
      const { context, functions } = scene(layout, {});
      await assert.rejects(functions.removeLicense(),
        (error) => error.error === 'module.internal' && !error.reason.includes('registrar'));
      assert.match(context.logged[0].reason, /is not a function/);
      assert.strictEqual(await functions.registerPreIntentWorkspaceWizard(), false);
    });
  });
}

describe('fetchWorkspaceSyncPayload of 8.x', () => {
  const [layout] = manifest.layouts.filter(({ major }) => major === 8);

  it('answers what the sync has left in the workspace', async () => {
    const settings = { Enterprise_License: 'L', Cloud_Workspace_PublicKey: 'K' };
    const { functions } = scene(layout, { sync: { workspaceId: 'w' } }, { settings });
    assert.deepStrictEqual(await functions.fetchWorkspaceSyncPayload({ token: 't', data: {} }),
      { workspaceId: 'w', publicKey: 'K', license: 'L', removeLicense: false });
  });

  it('rejects when unregistered', async () => {
    const { functions } = scene(layout, { sync: OUTSIDE });
    await assert.rejects(functions.fetchWorkspaceSyncPayload({}), CloudWorkspaceRegistrationError);
  });
});
