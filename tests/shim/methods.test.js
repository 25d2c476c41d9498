'use strict';

const assert = require('assert');
const { describe, it } = require('node:test');
const { defineMethods } = require('../../js-shim/methods');
const { fakeContext, nativeError } = require('./fake-context');

const LAYOUT = { name: 'any', major: 8, replaces: {} };

function scene(answers, server, layout = LAYOUT) {
  const context = fakeContext(layout, answers, server);
  defineMethods(context);
  return context;
}

const BUTTONS = [
  ['registrar:sync', { sync: {} }, 'RegisterWorkspace_Syncing_Complete'],
  ['registrar:disconnect', { disconnect: { cloudTold: true, meaning: 'Push stops.' } },
    'Disconnected. Push stops.'],
  ['registrar:reconnect', { reconnect: {} }, 'Workspace_registered'],
];

describe('the buttons', () => {
  for (const [name, answers, message] of BUTTONS) {
    it(`${name} answers with the text of its toast`, async () => {
      assert.deepStrictEqual(await scene(answers).methods[name](), { message });
    });
  }

  for (const [name, answers, message] of [
    ['registrar:sync', { sync: {} }, 'Sync_success'],
    ['registrar:reconnect', { reconnect: {} }, 'The workspace is registered.'],
    ['registrar:register', { status: { state: 'registered' } }, 'The workspace is registered.'],
  ]) {
    it(`${name} says it in words where release 5 has no key`, async () => {
      const { methods } = scene(answers, {}, { ...LAYOUT, major: 5 });
      assert.deepStrictEqual(await methods[name](), { message });
    });
  }

  it('Register uses the token of the setting, and empties it', async () => {
    const settings = { Registrar_Token: ' token ' };
    const { calls, methods } = scene({ connect: { workspaceId: 'w' } }, { settings });
    assert.deepStrictEqual(await methods['registrar:register'](),
      { message: 'Cloud_register_success' });
    assert.deepStrictEqual(calls, [['connect', { token: 'token' }]]);
    assert.strictEqual(settings.Registrar_Token, '');
  });

  it('Register says so when the policy was quicker and has emptied the setting', async () => {
    const settings = { Registrar_Token: '' };
    const answers = { status: { state: 'registered' }, connect: nativeError('no.token') };
    const { calls, methods } = scene(answers, { settings });
    assert.deepStrictEqual(await methods['registrar:register'](),
      { message: 'Workspace_registered' });
    assert.deepStrictEqual(calls.map(([name]) => name), ['status']);
  });

  it('Register without a token says that it is missing', async () => {
    const answers = { status: { state: 'unregistered' }, connect: nativeError('no.token') };
    const { methods } = scene(answers, { settings: { Registrar_Token: '' } });
    await assert.rejects(methods['registrar:register'](), (error) => error.error === 'no.token');
  });

  it('Register keeps the token when the cloud is down', async () => {
    const settings = { Registrar_Token: 'token' };
    const { methods } = scene({ connect: nativeError('cloud.connect.refused') }, { settings });
    await assert.rejects(methods['registrar:register'](),
      (error) => error.error === 'cloud.connect.refused' && error.reason.includes('A remedy.'));
    assert.strictEqual(settings.Registrar_Token, 'token');
  });

  it('Copy offline data shows the data in its setting', async () => {
    const settings = { Registrar_Offline_Data: '' };
    const { methods } = scene({ offlineData: { blob: 'QUJD' } }, { settings });
    assert.match((await methods['registrar:offlineData']()).message, /cloud console/);
    assert.strictEqual(settings.Registrar_Offline_Data, 'QUJD');
  });

  it('Apply offline answer empties its setting, and tells of an unreadable license', async () => {
    const settings = { Registrar_Offline_Answer: 'QUJD' };
    const license = { outcome: 'unreadable', error: { cause: 'It is.', remedy: 'Ask.' } };
    const answers = { offlineApply: { workspaceId: 'w', license } };
    const { calls, methods } = scene(answers, { settings });
    assert.deepStrictEqual(await methods['registrar:offlineApply'](),
      { message: 'The workspace is registered. It is. Ask.' });
    assert.deepStrictEqual(calls, [['offlineApply', { blob: 'QUJD' }]]);
    assert.strictEqual(settings.Registrar_Offline_Answer, '');
  });

  it('Disconnect says when the cloud could not be told', async () => {
    const error = { cause: 'It is down.', remedy: 'Remove it there.' };
    const { methods } = scene({ disconnect: { cloudTold: false, error, meaning: 'Push stops.' } });
    assert.deepStrictEqual(await methods['registrar:disconnect'](),
      { message: 'Disconnected. It is down. Remove it there. Push stops.' });
  });

  it('Diagnose tells what was found', async () => {
    const fine = { name: 'lookup', verdict: 'ok', detail: '127.0.0.1' };
    const bad = { name: 'clock', verdict: 'warning', detail: '90 s behind' };
    const worse = { name: 'tls', verdict: 'failed', error: { cause: 'No.', remedy: 'Do.' } };
    const press = (checks) => scene({ diagnose: { checks } }).methods['registrar:diagnose']();
    assert.match((await press([fine])).message, /works/);
    assert.strictEqual((await press([fine, bad, worse])).message,
      'clock: 90 s behind tls: No. Do.');
  });
});

describe('the methods', () => {
  it('need a user with the permission', async () => {
    const nobody = scene({ sync: {} }, { userId: null });
    assert.throws(() => nobody.methods['registrar:sync'](),
      (error) => error.error === 'error-invalid-user');
    const somebody = scene({ sync: {} }, { userId: 'user' });
    await assert.rejects(somebody.methods['registrar:sync'](),
      (error) => error.error === 'error-not-authorized');
    assert.deepStrictEqual(somebody.calls, []);
  });

  it('leave alone what the server has itself', () => {
    const kept = { ...LAYOUT, keepsMethods: ['cloud:disconnectWorkspace'] };
    const names = Object.keys(scene({}, {}, kept).methods);
    assert.ok(!names.includes('cloud:disconnectWorkspace'));
    assert.ok(names.includes('cloud:reconnectWorkspace'));
  });

  it('ask for the second factor before they disconnect', async () => {
    const context = fakeContext(LAYOUT, { disconnect: { cloudTold: true } });
    const services = context.services();
    const asked = [];
    const twoFactorRequired = (method) => function withFactor(...args) {
      asked.push(method);
      return method.apply(this, args);
    };
    context.services = () => ({
      ...services, find: (name) => (name === 'twoFactor' ? { twoFactorRequired } : undefined),
    });
    defineMethods(context);
    assert.deepStrictEqual(await context.methods['registrar:disconnect'](),
      { message: 'Disconnected.' });
    assert.strictEqual(asked.length, 1);
  });
});
