'use strict';

const assert = require('node:assert');
const fs = require('node:fs');
const https = require('node:https');
const net = require('node:net');
const os = require('node:os');
const { after, afterEach, before, describe, test } = require('node:test');
const { setTimeout: sleep } = require('node:timers/promises');

const { askToken, connect, register, registrationData, send } = require('./client');
const { startCloud } = require('./index');

const PATH = '/v2/server/supportedVersions';
const hasIpv6 = Object.values(os.networkInterfaces()).flat().some((one) => one.address === '::1');
const PATIENCE_MS = 300; // how long a silent cloud is waited for

let cloud;
before(async () => { cloud = await startCloud(); });
afterEach(() => cloud.clearFaults());
after(() => cloud.close());

const get = (options) => send(cloud, 'GET', PATH, options);
const patience = () => ({ signal: AbortSignal.timeout(PATIENCE_MS) });
const fault = (type, more) => cloud.setFaults([{ fault: { type, ...more } }]);
const lastConnection = () => cloud.connections[cloud.connections.length - 1];
const lastRequest = () => cloud.requests[cloud.requests.length - 1];

/** @returns {Promise<string>} the code of the error that a request ends in */
async function codeOf(promise) {
  try {
    const { status } = await promise;
    return `answered ${status}`;
  } catch (error) {
    return error.code || error.name;
  }
}

/** @param {() => boolean} isDone @returns {Promise<void>} when it is; fails when it never is */
async function until(isDone) {
  for (let turn = 0; !isDone(); turn += 1) {
    assert.ok(turn < 500, `It never came to: ${isDone}`);
    await sleep(10);
  }
}

/** One request on a kept connection. */
const keeping = (agent) => get({ agent });

describe('faults before a request', () => {
  test('refuse closes the port and ends what is open', async () => {
    const agent = new https.Agent({ keepAlive: true, ca: fs.readFileSync(cloud.caFile) });
    await keeping(agent);
    await fault('refuse');
    assert.strictEqual(await codeOf(get({ hostname: '127.0.0.1' })), 'ECONNREFUSED');
    await until(() => lastConnection().closed);
    agent.destroy();
    await cloud.clearFaults();
    assert.strictEqual((await get()).status, 200);
  });

  test('refuse can close one address family', { skip: !hasIpv6 && 'no ::1 here' }, async () => {
    await fault('refuse', { family: 6 });
    assert.strictEqual(await codeOf(get({ hostname: '::1' })), 'ECONNREFUSED');
    assert.strictEqual((await get({ hostname: '127.0.0.1' })).status, 200);
  });

  test('reset at connect and at the handshake', async () => {
    for (const at of ['connect', 'handshake']) {
      await fault('reset', { at });
      assert.strictEqual(await codeOf(get()), 'ECONNRESET', at);
    }
  });

  test('stall at the handshake accepts and is silent', async () => {
    await fault('stall', { at: 'handshake' });
    assert.strictEqual(await codeOf(get(patience())), 'ABORT_ERR');
    assert.strictEqual(lastConnection().protocol, null);
    const socket = net.connect(cloud.port, '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    socket.destroy();
  });

  test('wrongCert shows each wrong certificate', async () => {
    const expected = {
      expired: 'CERT_HAS_EXPIRED',
      otherName: 'ERR_TLS_CERT_ALTNAME_INVALID',
      untrustedCA: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      selfSigned: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    };
    for (const [certificate, code] of Object.entries(expected)) {
      await fault('wrongCert', { certificate });
      assert.strictEqual(await codeOf(get()), code, certificate);
    }
  });

  test('oldTls speaks nothing newer than TLS 1.1', async () => {
    await fault('oldTls');
    await assert.rejects(get(), /alert protocol version/);
    const old = { minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' };
    assert.strictEqual((await get(old)).status, 200);
    assert.strictEqual(lastConnection().protocol, 'TLSv1.1');
  });

  test('plainText answers without TLS', async () => {
    await fault('plainText');
    await assert.rejects(get(), /wrong version number/);
  });

  test('slow at the handshake sends it byte by byte', async () => {
    await fault('slow', { at: 'handshake', delayMs: 50 });
    assert.strictEqual(await codeOf(get(patience())), 'ABORT_ERR');
    await fault('slow', { at: 'handshake', delayMs: 1, bytes: 100 });
    assert.strictEqual((await get()).status, 200);
  });
});

describe('faults of an answer', () => {
  test('reset before the answer and in the middle of the body', async () => {
    await fault('reset');
    assert.strictEqual(await codeOf(get()), 'ECONNRESET');
    await fault('reset', { at: 'body' });
    assert.strictEqual(await codeOf(get()), 'ECONNRESET');
  });

  test('stall before the answer and before the body', async () => {
    await fault('stall');
    assert.strictEqual(await codeOf(get(patience())), 'ABORT_ERR');
    assert.strictEqual(lastRequest().status, null);
    await fault('stall', { at: 'body' });
    let status;
    await new Promise((resolve) => {
      const request = https.get(`${cloud.url}${PATH}`, {
        ca: fs.readFileSync(cloud.caFile), agent: false,
      }, (response) => {
        status = response.statusCode;
        response.on('error', () => {});
        request.destroy();
      });
      request.once('close', resolve);
    });
    assert.strictEqual(status, 200);
  });

  test('slow sends the whole answer, byte by byte', async () => {
    await cloud.setFaults([{ fault: { type: 'slow', delayMs: 1 } }]);
    const { status, json } = await send(cloud, 'GET', '/nowhere');
    assert.deepStrictEqual([status, json], [404, { error: 'not_found' }]);
    await fault('slow', { delayMs: 50 });
    assert.strictEqual(await codeOf(get(patience())), 'ABORT_ERR');
  });

  test('truncate ends in the middle of the body, with and without a goodbye', async () => {
    for (const closeNotify of [true, false]) {
      await fault('truncate', { closeNotify });
      assert.strictEqual(await codeOf(get()), 'ECONNRESET');
    }
  });

  test('status gives any status, header and body', async () => {
    const headers = { 'Retry-After': '7' };
    await fault('status', { status: 429, headers, body: { error: 'slow' } });
    const busy = await get();
    assert.deepStrictEqual([busy.status, busy.headers['retry-after']], [429, '7']);
    assert.deepStrictEqual(busy.json, { error: 'slow' });
    await fault('status', { status: 307, headers: { Location: 'https://other.invalid/' }, body: '' });
    const moved = await get();
    assert.deepStrictEqual([moved.status, moved.headers.location], [307, 'https://other.invalid/']);
    await fault('status');
    assert.deepStrictEqual(
      [(await get()).status, (await get()).json], [500, { error: 'internal_error' }]);
  });

  test('html, empty and badJson are no JSON', async () => {
    await fault('html', { status: 200 });
    const page = await get();
    assert.match(page.headers['content-type'], /^text\/html/);
    assert.match(page.text, /<html>/);
    await fault('empty');
    const empty = await get();
    assert.deepStrictEqual([empty.status, empty.text], [200, '']);
    await fault('badJson');
    const bad = await get();
    assert.match(bad.headers['content-type'], /^application\/json/);
    assert.ok(bad.text.length > 0 && bad.json === undefined);
  });

  test('wrongSchema merges a patch into the true answer', async () => {
    await fault('wrongSchema', { patch: { timestamp: null, versions: 'none', extra: { a: 1 } } });
    const { json } = await get();
    assert.ok(!('timestamp' in json) && json.signed);
    assert.deepStrictEqual([json.versions, json.extra], ['none', { a: 1 }]);
  });

  test('hugeBody and hugeHeaders stop when the client has had enough', async () => {
    const limit = { maxHeaderSize: 16 * 1024 };
    await fault('hugeHeaders');
    assert.strictEqual(await codeOf(get(limit)), 'HPE_HEADER_OVERFLOW');
    await fault('hugeBody', { bytes: 2 ** 20 });
    assert.strictEqual((await get()).text.length, 2 ** 20);
    await fault('hugeBody', { bytes: 2 ** 33 });
    await new Promise((resolve) => {
      const request = https.get(`${cloud.url}${PATH}`, {
        ca: fs.readFileSync(cloud.caFile), agent: false,
      }, (response) => response.once('data', () => request.destroy()).on('error', () => {}));
      request.once('close', resolve);
    });
    await until(() => lastConnection().closed);
    assert.ok(lastRequest().bytesSent < 2 ** 33);
  });

  test('wrongLength announces more or less than it sends', async () => {
    await fault('wrongLength', { by: 10 });
    assert.strictEqual(await codeOf(get(patience())), 'ABORT_ERR');
    await fault('wrongLength', { by: -10 });
    assert.match(await codeOf(get()), /^HPE_/);
  });

  test('notHttp is no HTTP', async () => {
    await fault('notHttp');
    assert.match(await codeOf(get()), /^HPE_/);
  });

  test('raw sends the bytes that it is given, or makes of the true body', async () => {
    await fault('raw', { bytes: 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}' });
    assert.deepStrictEqual((await get()).json, {});
    await fault('raw', {
      bytes: (body) => `HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n ${body}`,
    });
    assert.ok((await get()).json.signed);
    await fault('raw', { bytes: 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n', end: 'reset' });
    assert.strictEqual(await codeOf(get()), 'ECONNRESET');
  });

  test('chunked and interim answers are valid', async () => {
    await fault('chunked');
    const chunked = await get();
    assert.strictEqual(chunked.headers['transfer-encoding'], 'chunked');
    assert.ok(chunked.json.signed);
    await fault('interim');
    assert.ok((await get()).json.signed);
  });

  test('delay waits, clock shifts the date', async () => {
    await cloud.setFaults([
      { fault: { type: 'delay', ms: PATIENCE_MS * 10 }, times: 1 },
      { fault: { type: 'clock', offsetMs: -86400000 } },
    ]);
    assert.strictEqual(await codeOf(get(patience())), 'ABORT_ERR');
    const { headers } = await get();
    const off = Date.now() - Date.parse(headers.date);
    assert.ok(off >= 86400000 && off < 86400000 * 1.5);
  });

  test('hold keeps requests until they are let go', async () => {
    cloud.clear();
    await fault('hold');
    const held = Promise.all([get(), get()]);
    await cloud.waitForRequest({ call: 'supportedVersions' }, { count: 2 });
    assert.strictEqual(await Promise.race([held, sleep(100, 'held')]), 'held');
    await cloud.clearFaults();
    assert.deepStrictEqual((await held).map((one) => one.status), [200, 200]);
  });
});

describe('faults of a kept connection', () => {
  let agent;
  before(() => {
    agent = new https.Agent({ keepAlive: true, maxSockets: 1, ca: fs.readFileSync(cloud.caFile) });
  });
  after(() => agent.destroy());

  test('without a fault it is used again, and the session is resumed', async () => {
    await keeping(agent);
    await keeping(agent);
    const [first, second] = cloud.requests.slice(-2);
    assert.strictEqual(first.connection, second.connection);
    assert.strictEqual(lastConnection().requests, 2);
    cloud.front.dropConnections();
    await until(() => Object.keys(agent.freeSockets).length === 0);
    await keeping(agent);
    assert.strictEqual(lastRequest().resumed, true);
    assert.notStrictEqual(lastRequest().connection, second.connection);
  });

  test('closeKeepAlive ends it after the answer', async () => {
    await fault('closeKeepAlive', { announced: true });
    assert.strictEqual((await keeping(agent)).headers.connection, 'close');
    await fault('closeKeepAlive');
    assert.strictEqual((await keeping(agent)).headers.connection, 'keep-alive');
    await until(() => lastConnection().closed);
  });

  test('closeKeepAlive at next leaves the next request without an answer', async () => {
    await fault('closeKeepAlive', { at: 'next' });
    assert.strictEqual((await keeping(agent)).status, 200);
    assert.strictEqual(await codeOf(keeping(agent)), 'ECONNRESET');
  });
});

describe('faults of the state', () => {
  test('forgetWorkspace and revokeTokens strike before the call', async () => {
    const { payload, bearer, path: client } = await register(cloud);
    const sync = () => send(cloud, 'POST', `${client}/sync`, { bearer, json: registrationData() });
    await cloud.setFaults([{ match: { call: 'sync' }, fault: { type: 'revokeTokens' } }]);
    assert.strictEqual((await sync()).status, 401);
    assert.strictEqual((await askToken(cloud, payload)).status, 200);
    await cloud.setFaults([{ match: { call: 'token' }, fault: { type: 'forgetWorkspace' } }]);
    const { json } = await askToken(cloud, payload);
    assert.strictEqual(json.error, 'oauth_invalid_client_credentials');
  });

  test('a spoiled answer may be a call that took effect', async () => {
    const spent = cloud.issueToken();
    await fault('reset', { effect: true });
    assert.strictEqual(await codeOf(connect(cloud, spent.token)), 'ECONNRESET');
    const kept = cloud.issueToken();
    await fault('reset');
    assert.strictEqual(await codeOf(connect(cloud, kept.token)), 'ECONNRESET');
    await cloud.clearFaults();
    assert.strictEqual((await connect(cloud, spent.token)).status, 409);
    assert.strictEqual((await connect(cloud, kept.token)).status, 201);
  });
});

describe('rules', () => {
  test('match by call, method, path and turn, as often as they say', async () => {
    await cloud.setFaults([
      { match: { path: '^/nowhere', method: 'GET', nth: 2 }, times: 1, fault: { type: 'empty' } },
      { match: { call: 'supportedVersions' }, fault: { type: 'html' } },
    ]);
    const nowhere = [];
    for (let i = 0; i < 3; i += 1) nowhere.push((await send(cloud, 'GET', '/nowhere')).status);
    assert.deepStrictEqual(nowhere, [404, 200, 404]);
    assert.strictEqual((await get()).status, 502);
    assert.deepStrictEqual(cloud.faults.describe().map((rule) => rule.fired), [1, 1]);
  });

  test('the first that fits wins', async () => {
    await cloud.setFaults([{ fault: { type: 'html' } }, { fault: { type: 'empty' } }]);
    assert.strictEqual((await get()).status, 502);
    assert.deepStrictEqual(lastRequest().faults, ['html']);
  });

  test('say what is wrong with them', async () => {
    const wrong = [
      [{ fault: { type: 'nonsense' } }, /type "nonsense"/],
      [{ fault: { type: 'wrongCert' } }, /certificate "undefined"/],
      [{ fault: { type: 'stall', at: 'noon' } }, /"stall" at "noon"/],
      [{ match: { colour: 'red' }, fault: { type: 'html' } }, /match.colour/],
      [{ match: { path: '/' }, fault: { type: 'oldTls' } }, /before a request is read/],
      [{ times: 0, fault: { type: 'html' } }, /times 0/],
    ];
    for (const [rule, message] of wrong) assert.throws(() => cloud.addFaults([rule]), message);
    assert.strictEqual((await get()).status, 200);
  });
});
