'use strict';

const assert = require('assert');
const { describe, it } = require('node:test');
const { addRoutes } = require('../../js-shim/rest');
const { fakeContext, nativeError } = require('./fake-context');

const LAYOUT = { name: 'any', major: 8, replaces: {} };

/** An API object as the server's, which keeps what is added. */
function fakeApi() {
  const routes = {};
  return {
    routes,
    v1: {
      addRoute(path, options, endpoints) {
        assert.ok(!(path in routes), `${path} is added twice`);
        routes[path] = { options, endpoints };
      },
      success: (body) => ({ statusCode: 200, body: { ...body, success: true } }),
      failure: (body) => ({ statusCode: 400, body: { ...body, success: false } }),
    },
  };
}

/** The routes, and how to call one of them. */
function scene(answers = {}, layout = LAYOUT) {
  const context = fakeContext(layout, answers);
  const api = fakeApi();
  addRoutes(api, context);
  return {
    context,
    routes: api.routes,
    call: (method, path, bodyParams = {}) => (
      api.routes[path].endpoints[method].action.call({ bodyParams })),
  };
}

const REFUSED = [
  ['registrar.register', {}, /token and email/],
  ['registrar.register', { token: 't', email: 'e' }, /token and email/],
  ['registrar.register', null, /token and email/],
  ['registrar.register', 'text', /token and email/],
  ['registrar.register', 5, /token and email/],
  ['registrar.register', ['token'], /token and email/],
  ['registrar.register', { token: 5 }, /token is no text/],
  ['registrar.register', { token: '  ' }, /token is no text/],
  ['registrar.register', { email: 'a@b.c', resend: 'yes' }, /resend is no boolean/],
  ['registrar.disconnect', {}, /not confirmed/],
  ['registrar.disconnect', { confirm: 'true' }, /not confirmed/],
  ['registrar.offlineApply', {}, /blob is no text/],
  ['cloud.connectWorkspace', {}, /token is no text/],
];

describe('the REST endpoints', () => {
  it('all need a login, the permission and a rate limit', () => {
    for (const [path, { options }] of Object.entries(scene().routes)) {
      assert.strictEqual(options.authRequired, true, path);
      assert.deepStrictEqual(options.permissionsRequired, ['manage-cloud'], path);
      assert.ok(options.rateLimiterOptions.numRequestsAllowed > 0, path);
    }
  });

  for (const [path, body, cause] of REFUSED) {
    it(`${path} refuses ${JSON.stringify(body)} and does nothing`, async () => {
      const { call, context } = scene();
      const answer = await call('post', path, body);
      assert.strictEqual(answer.statusCode, 400);
      assert.strictEqual(answer.body.success, false);
      assert.strictEqual(answer.body.errorType, 'module.bad-argument');
      assert.match(answer.body.cause, cause);
      assert.match(answer.body.remedy, /^Send /);
      assert.deepStrictEqual(context.calls, []);
    });
  }

  it('a failure tells code, cause and remedy', async () => {
    const error = Object.assign(nativeError('cloud.tls.untrusted'), {
      details: { code: 'cloud.tls.untrusted', cause: 'A cause.' },
    });
    const { body } = await scene({ sync: error }).call('post', 'registrar.sync');
    assert.deepStrictEqual(body, {
      success: false,
      error: error.message,
      errorType: 'cloud.tls.untrusted',
      cause: 'A cause.',
      remedy: 'A remedy.',
    });
  });

  it('a failure inside tells nothing of the inside, but the log', async () => {
    const { call, context } = scene({ sync: new Error('secret path') });
    const { body } = await call('post', 'registrar.sync');
    assert.strictEqual(body.errorType, 'module.internal');
    assert.ok(!JSON.stringify(body).includes('secret path'));
    assert.match(context.logged[0].reason, /secret path/);
  });

  it('registrar.register takes a token, or sends an e-mail', async () => {
    const intent = { device_code: 'd', user_code: 'u', interval: 1, expires_in: 2 };
    const { call, context } = scene({ connect: { workspaceId: 'w' }, intent });
    assert.deepStrictEqual((await call('post', 'registrar.register', { token: ' t ' })).body,
      { workspaceId: 'w', success: true });
    assert.deepStrictEqual((await call('post', 'registrar.register', { email: 'a@b.c' })).body,
      { intent, success: true });
    assert.deepStrictEqual(context.calls,
      [['connect', { token: 't' }], ['intent', { resend: false, email: 'a@b.c' }]]);
  });

  it('registrar.disconnect asks for the second factor and disconnects when confirmed', async () => {
    const { call, context, routes } = scene({ disconnect: { cloudTold: true } });
    assert.strictEqual(routes['registrar.disconnect'].endpoints.post.twoFactorRequired, true);
    const { body } = await call('post', 'registrar.disconnect', { confirm: true });
    assert.deepStrictEqual(body, { cloudTold: true, success: true });
    assert.deepStrictEqual(context.calls, [['disconnect', {}]]);
  });

  it('cloud.connectWorkspace is added only where the server lacks it', async () => {
    const { call } = scene({ connect: { workspaceId: 'w' } });
    assert.deepStrictEqual((await call('post', 'cloud.connectWorkspace', { token: 't' })).body,
      { success: true });
    const has = scene({}, { ...LAYOUT, hasConnectRoute: true });
    assert.ok(!('cloud.connectWorkspace' in has.routes));
  });
});
