'use strict';

const assert = require('node:assert');
const fs = require('node:fs/promises');
const os = require('node:os');
const path = require('node:path');
const { after, before, describe, test } = require('node:test');

const { Cloud: Schemas } = require('@rocket.chat/core-typings');

const { askToken, connect, register, registrationData, send } = require('./client');
const { startCloud } = require('./index');

let cloud;
before(async () => { cloud = await startCloud(); });
after(() => cloud.close());

const errorOf = (response) => [response.status, response.json.error];

describe('connect with a token', () => {
  test('gives a registration payload', async () => {
    const { status, json } = await connect(cloud, cloud.issueToken().token);
    assert.strictEqual(status, 201);
    assert.strictEqual(json.client_name, 'Example');
    assert.strictEqual(json.client_secret_expires_at, 0);
    assert.ok(json.registration_client_uri.startsWith(`${cloud.url}/api/oauth/clients/`));
    Schemas.WorkspaceLicensePayloadSchema.parse(json.licenseData);
    const known = cloud.workspaces.find((one) => one.workspaceId === json.workspaceId);
    assert.strictEqual(known.clientSecret, json.client_secret);
  });

  test('spends the token', async () => {
    const { token } = cloud.issueToken();
    await connect(cloud, token);
    assert.deepStrictEqual(errorOf(await connect(cloud, token)), [409, 'registration_token_used']);
  });

  test('refuses an expired, a used and an unknown token, each in its own words', async () => {
    const before_ = cloud.workspaces.length;
    const expired = await connect(cloud, cloud.issueToken({ kind: 'expired' }).token);
    const used = await connect(cloud, cloud.issueToken({ kind: 'used' }).token);
    const nonsense = await connect(cloud, 'nonsense');
    assert.deepStrictEqual(errorOf(expired), [401, 'registration_token_expired']);
    assert.deepStrictEqual(errorOf(used), [409, 'registration_token_used']);
    assert.deepStrictEqual(errorOf(nonsense), [401, 'registration_token_invalid']);
    assert.strictEqual(cloud.workspaces.length, before_);
  });

  test('leaves the token unspent when the body is no client metadata', async () => {
    const { token } = cloud.issueToken();
    const refused = await send(cloud, 'POST', '/api/oauth/clients', { bearer: token, json: {} });
    assert.deepStrictEqual(errorOf(refused), [400, 'invalid_client_metadata']);
    assert.strictEqual((await connect(cloud, token)).status, 201);
  });
});

describe('register by e-mail', () => {
  const base = '/api/v2/register/workspace';

  test('pre-intent answers 2xx to registration data', async () => {
    const good = await send(cloud, 'POST', `${base}/pre-intent`, { json: registrationData() });
    assert.strictEqual(good.status, 200);
    const bad = await send(cloud, 'POST', `${base}/pre-intent`, { json: { address: 'x' } });
    assert.deepStrictEqual(errorOf(bad), [400, 'registration_data_invalid_version']);
  });

  test('an intent is pending until it is confirmed, and its payload is given once', async () => {
    const intent = await send(cloud, 'POST', `${base}/intent?resent=false`, {
      json: registrationData({ uniqueId: 'unique-intent' }),
    });
    assert.deepStrictEqual([intent.json.interval, intent.json.expires_in], [5, 900]);
    const poll = () => send(cloud, 'GET', `${base}/poll?token=${intent.json.device_code}`);
    assert.deepStrictEqual((await poll()).json, { status: 'authorization_pending' });
    cloud.confirm({ userCode: intent.json.user_code });
    const { json } = await poll();
    assert.strictEqual(json.successful, true);
    assert.strictEqual((await askToken(cloud, json.payload)).status, 200);
    assert.deepStrictEqual(errorOf(await poll()), [400, 'device_code_used']);
  });

  test('a resent intent keeps its code', async () => {
    const json = registrationData({ uniqueId: 'unique-resent' });
    const first = await send(cloud, 'POST', `${base}/intent?resent=false`, { json });
    const second = await send(cloud, 'POST', `${base}/intent?resent=true`, { json });
    assert.strictEqual(second.json.device_code, first.json.device_code);
  });

  test('an intent expires', async () => {
    cloud.configure({ intent: { interval: 1, expires_in: 0 } });
    const intent = await send(cloud, 'POST', `${base}/intent`, { json: registrationData() });
    cloud.configure({ intent: { interval: 5, expires_in: 900 } });
    const poll = await send(cloud, 'GET', `${base}/poll?token=${intent.json.device_code}`);
    assert.deepStrictEqual(errorOf(poll), [400, 'device_code_expired']);
  });

  test('the old way gives an id, and a token once the e-mail is confirmed', async () => {
    const data = registrationData();
    const { id } = (await send(cloud, 'POST', `${base}?resend=false`, { json: data })).json;
    const { token } = cloud.confirm({ id });
    assert.strictEqual((await connect(cloud, token)).status, 201);
  });
});

describe('register offline', () => {
  const blob = (value) => Buffer.from(JSON.stringify(value)).toString('base64');

  test('exchanges the text of a workspace for credentials and license', async () => {
    const given = cloud.registerOffline(blob(registrationData()));
    const payload = JSON.parse(Buffer.from(given, 'base64').toString());
    Schemas.WorkspaceLicensePayloadSchema.parse(payload.licenseData);
    assert.strictEqual((await askToken(cloud, payload)).status, 200);
  });

  test('says what is wrong with any other text', () => {
    assert.throws(() => cloud.registerOffline('%%%'), /not the text that a workspace shows/);
    assert.throws(() => cloud.registerOffline(blob({})), /not the text that a workspace shows/);
  });
});

describe('access tokens', () => {
  test('are given for id, secret and known scopes', async () => {
    const { payload } = await register(cloud);
    const { json } = await askToken(cloud, payload, 'workspace:billing');
    assert.deepStrictEqual(
      [json.expires_in, json.scope, json.token_type], [3600, 'workspace:billing', 'Bearer']);
    const bad = await askToken(cloud, payload, 'workspace:everything');
    assert.deepStrictEqual(errorOf(bad), [400, 'oauth_invalid_scope']);
  });

  test('are refused to a client that is unknown or has the wrong secret', async () => {
    const { payload } = await register(cloud);
    const wrong = await askToken(cloud, { ...payload, client_secret: 'wrong' });
    const unknown = await askToken(cloud, { ...payload, client_id: 'unknown' });
    for (const response of [wrong, unknown]) {
      assert.deepStrictEqual(errorOf(response), [401, 'oauth_invalid_client_credentials']);
    }
  });

  test('expire', async () => {
    const { payload, path: client } = await register(cloud);
    cloud.configure({ tokenLifetimeSeconds: 0 });
    const { json } = await askToken(cloud, payload);
    cloud.configure({ tokenLifetimeSeconds: 3600 });
    assert.strictEqual(json.expires_in, 0);
    const response = await send(cloud, 'POST', `${client}/sync`, {
      bearer: json.access_token, json: registrationData(),
    });
    assert.deepStrictEqual(errorOf(response), [401, 'access_token_expired']);
  });

  test('are checked: missing, unknown, of too little scope, of another workspace', async () => {
    const mine = await register(cloud);
    const theirs = await register(cloud);
    const sync = (bearer) => send(cloud, 'POST', `${mine.path}/sync`, {
      bearer, json: registrationData(),
    });
    const small = (await askToken(cloud, mine.payload, 'marketplace:read')).json.access_token;
    assert.deepStrictEqual(errorOf(await sync()), [401, 'access_token_missing']);
    assert.deepStrictEqual(errorOf(await sync('nonsense')), [401, 'access_token_invalid']);
    assert.deepStrictEqual(errorOf(await sync(small)), [403, 'access_token_insufficient_scope']);
    assert.deepStrictEqual(errorOf(await sync(theirs.bearer)), [403, 'workspace_not_yours']);
  });

  test('of a person come by a code from the authorize page and are revoked', async () => {
    const { payload } = await register(cloud);
    const redirectUri = payload.redirect_uris[0];
    const asked = new URLSearchParams({
      response_type: 'code', client_id: payload.client_id, redirect_uri: redirectUri,
      scope: 'openid offline_access', state: 'state-1',
    });
    const page = await send(cloud, 'GET', `/authorize?${asked}`);
    assert.strictEqual(page.status, 302);
    const back = new URL(page.headers.location);
    assert.strictEqual(`${back.origin}${back.pathname}`, redirectUri);
    assert.strictEqual(back.searchParams.get('state'), 'state-1');
    const secrets = { client_id: payload.client_id, client_secret: payload.client_secret };
    const login = () => send(cloud, 'POST', `/api/oauth/token?${new URLSearchParams({
      ...secrets, grant_type: 'authorization_code', scope: 'openid offline_access',
      code: back.searchParams.get('code'), redirect_uri: redirectUri,
    })}`);
    const { json } = await login();
    assert.match(json.refresh_token, /^refresh-/);
    assert.deepStrictEqual(errorOf(await login()), [400, 'oauth_invalid_code']);
    const revoked = await send(cloud, 'POST', `/api/oauth/revoke?${new URLSearchParams({
      ...secrets, token: json.refresh_token, token_type_hint: 'refresh_token',
    })}`);
    assert.strictEqual(revoked.status, 200);
    assert.ok(!cloud.store.refreshTokens.has(json.refresh_token));
  });
});

describe('a registered workspace', () => {
  test('syncs, and is disconnected by connectionDisable until the next sync', async () => {
    const { payload, bearer, path: client } = await register(cloud);
    const sync = (connectionDisable) => send(cloud, 'POST', `${client}/sync`, {
      bearer, json: registrationData({ connectionDisable }),
    });
    const known = () => cloud.workspaces.find((one) => one.workspaceId === payload.workspaceId);
    const { json } = await sync(false);
    Schemas.WorkspaceSyncResponseSchema.parse(json);
    assert.strictEqual(json.license, payload.licenseData.license);
    assert.ok('cloudSyncAnnouncement' in json);
    await sync(true);
    assert.strictEqual(known().disconnected, true);
    await sync(false);
    assert.strictEqual(known().disconnected, false);
    assert.strictEqual(known().syncs, 3);
  });

  test('gets communications', async () => {
    const { bearer } = await register(cloud);
    const now = new Date().toISOString();
    const announcement = {
      _id: 'announcement-1', platform: ['web'], expireAt: now, startAt: now, createdBy: 'cloud',
      createdAt: now, _updatedAt: now, view: {}, surface: 'banner',
    };
    cloud.configure({
      nps: { id: 'nps-1', startAt: now, expireAt: now },
      announcements: { create: [announcement], delete: ['announcement-0'] },
    });
    const { json } = await send(cloud, 'POST', '/api/v3/comms/workspace', {
      bearer, json: registrationData(),
    });
    const parsed = Schemas.WorkspaceCommsResponsePayloadSchema.parse(json);
    assert.strictEqual(parsed.announcements.create[0]._id, 'announcement-1');
    cloud.configure({ nps: null, announcements: { create: [], delete: [] } });
    const plain = await send(cloud, 'POST', '/api/v3/comms/workspace', {
      bearer, json: registrationData(),
    });
    Schemas.WorkspaceCommsResponsePayloadSchema.parse(plain.json);
  });

  test('syncs in the way of releases before 6.4', async () => {
    const { bearer, path: client } = await register(cloud);
    const { json } = await send(cloud, 'POST', `${client}/client`, {
      bearer, json: registrationData(),
    });
    Schemas.WorkspaceSyncPayloadSchema.parse(json);
  });

  test('fetches its license of version 3, also one that cannot be read', async () => {
    const { payload, bearer, path: client } = await register(cloud);
    const { json } = await send(cloud, 'GET', `${client}/license?version=3`, { bearer });
    Schemas.WorkspaceLicensePayloadSchema.parse(json);
    const [head, content] = json.license.split('.');
    assert.strictEqual(head, 'TESTLICENSE');
    const read = JSON.parse(Buffer.from(content, 'base64url').toString());
    assert.strictEqual(read.workspaceId, payload.workspaceId);
    const old = await send(cloud, 'GET', `${client}/license?version=2`, { bearer });
    assert.deepStrictEqual(errorOf(old), [400, 'license_version_unsupported']);
    cloud.configure({ license: { kind: 'unreadable' } });
    const odd = await send(cloud, 'GET', `${client}/license?version=3`, { bearer });
    cloud.configure({ license: { kind: 'readable' } });
    assert.doesNotMatch(odd.json.license, /^TESTLICENSE\./);
  });

  test('drops its license with the sync after a downgrade, once', async () => {
    const { bearer, path: client } = await register(cloud);
    const sync = () => send(cloud, 'POST', `${client}/sync`, { bearer, json: registrationData() });
    assert.strictEqual((await sync()).json.removeLicense, undefined);
    const dropped = await send(cloud, 'POST', `${client}/client/downgrade`, { bearer });
    assert.strictEqual(dropped.status, 200);
    assert.strictEqual((await sync()).json.removeLicense, true);
    assert.strictEqual((await sync()).json.removeLicense, undefined);
  });

  test('checks out with a token of the billing scope only', async () => {
    const { payload, bearer } = await register(cloud);
    const json = { okCallback: 'https://a.example', cancelCallback: 'https://b.example' };
    const checkout = (token) => send(cloud, 'POST', '/api/v2/checkout', { bearer: token, json });
    assert.strictEqual((await checkout(bearer)).status, 403);
    const billing = (await askToken(cloud, payload, 'workspace:billing')).json.access_token;
    assert.match((await checkout(billing)).json.url, /^https:/);
  });

  test('is unknown after it was forgotten', async () => {
    const { payload, bearer, path: client } = await register(cloud);
    assert.strictEqual(cloud.forgetWorkspace(payload.workspaceId), true);
    const sync = await send(cloud, 'POST', `${client}/sync`, { bearer, json: registrationData() });
    assert.deepStrictEqual(errorOf(sync), [401, 'access_token_invalid']);
    assert.deepStrictEqual(
      errorOf(await askToken(cloud, payload)), [401, 'oauth_invalid_client_credentials']);
  });
});

describe('support window', () => {
  test('is open to all, signed, and the same at each call', async () => {
    const first = await send(cloud, 'GET', '/v2/server/supportedVersions');
    const second = await send(cloud, 'GET', '/v2/server/supportedVersions');
    assert.strictEqual(first.text, second.text);
    const [, content, signature] = first.json.signed.split('.');
    const { signed, ...data } = first.json;
    assert.deepStrictEqual(JSON.parse(Buffer.from(content, 'base64url').toString()), data);
    assert.ok(signature.length > 0);
    assert.ok(data.versions.every((one) => Date.parse(one.expiration) > Date.now()));
  });

  test('refuses a bearer token that is void', async () => {
    const response = await send(cloud, 'GET', '/v2/server/supportedVersions', { bearer: 'void' });
    assert.deepStrictEqual(errorOf(response), [401, 'access_token_invalid']);
  });
});

describe('what is no call', () => {
  test('is told apart', async () => {
    assert.strictEqual((await send(cloud, 'GET', '/nowhere')).status, 404);
    assert.strictEqual((await send(cloud, 'GET', '/api/oauth/token')).status, 405);
    const text = await send(cloud, 'POST', '/api/oauth/clients', {
      headers: { 'Content-Type': 'text/plain' },
    });
    assert.deepStrictEqual(errorOf(text), [415, 'unsupported_media_type']);
  });
});

describe('state', () => {
  test('outlives a restart when it has a file', async () => {
    const dir = await fs.mkdtemp(path.join(os.tmpdir(), 'registrar-cloud-'));
    const dataFile = path.join(dir, 'cloud.json');
    const first = await startCloud({ dataFile });
    const { payload, bearer, path: client } = await register(first);
    await first.close();
    const second = await startCloud({ dataFile });
    const sync = await send(second, 'POST', `${client}/sync`, { bearer, json: registrationData() });
    const token = await askToken(second, payload);
    await second.close();
    await fs.rm(dir, { recursive: true });
    assert.deepStrictEqual([sync.status, token.status], [200, 200]);
  });
});
