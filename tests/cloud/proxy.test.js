'use strict';

const assert = require('node:assert');
const http = require('node:http');
const { after, before, test } = require('node:test');
const tls = require('node:tls');
const fs = require('node:fs');

const { send } = require('./client');
const { startCloud } = require('./index');
const { startProxy } = require('./proxy');

const PATH = '/v2/server/supportedVersions';
const CREDENTIALS = { user: 'ada', password: 'p:w' };

let cloud;
before(async () => { cloud = await startCloud(); });
after(() => cloud.close());

/** @returns {Promise<{status: number, socket: object}>} what CONNECT was answered with */
function openTunnel(proxy, target, { credentials, signal } = {}) {
  return new Promise((resolve, reject) => {
    const request = http.request(proxy.url, {
      method: 'CONNECT', path: target, agent: false, signal,
      ...(credentials && { headers: {
        'Proxy-Authorization': `Basic ${Buffer.from(credentials).toString('base64')}`,
      } }),
    });
    request.once('connect', ({ statusCode }, socket) => resolve({ status: statusCode, socket }));
    request.once('error', reject);
    request.end();
  });
}

/** @param {Function} work @param {object} [options] of the proxy */
async function withProxy(options, work) {
  const proxy = await startProxy(options);
  try {
    await work(proxy);
  } finally {
    await proxy.close();
  }
}

test('a tunnel leads to the cloud', () => withProxy({}, async (proxy) => {
  const { status, socket } = await openTunnel(proxy, `localhost:${cloud.port}`);
  assert.strictEqual(status, 200);
  const ca = fs.readFileSync(cloud.caFile);
  const { json } = await send(cloud, 'GET', PATH, {
    createConnection: () => tls.connect({ socket, ca, servername: 'localhost' }),
  });
  assert.ok(json.signed);
  assert.strictEqual(proxy.log[0].target, `localhost:${cloud.port}`);
}));

test('a name can lead to this machine, and nothing leads elsewhere', async () => {
  const hosts = { 'cloud.rocket.chat': `127.0.0.1:${cloud.port}` };
  await withProxy({ hosts }, async (proxy) => {
    const mapped = await openTunnel(proxy, 'cloud.rocket.chat:443');
    mapped.socket.destroy();
    const elsewhere = await openTunnel(proxy, 'elsewhere.invalid:443');
    assert.deepStrictEqual([mapped.status, elsewhere.status], [200, 403]);
  });
});

test('credentials are asked for', () => withProxy({ credentials: CREDENTIALS }, async (proxy) => {
  const target = `localhost:${cloud.port}`;
  assert.strictEqual((await openTunnel(proxy, target)).status, 407);
  assert.strictEqual((await openTunnel(proxy, target, { credentials: 'ada:no' })).status, 407);
  const good = await openTunnel(proxy, target, { credentials: 'ada:p:w' });
  good.socket.destroy();
  assert.strictEqual(good.status, 200);
  assert.deepStrictEqual(proxy.log.map((one) => one.withCredentials), [false, true, true]);
}));

test('a closed port is a bad gateway', () => withProxy({}, async (proxy) => {
  const { port } = proxy; // where CONNECT is understood, so not this one, but one just given back
  const other = await startProxy();
  const target = `127.0.0.1:${other.port}`;
  await other.close();
  assert.notStrictEqual(target, `127.0.0.1:${port}`);
  assert.strictEqual((await openTunnel(proxy, target)).status, 502);
  assert.strictEqual(proxy.log[0].outcome, 'unreachable');
}));

test('every mode does what it says', () => withProxy({}, async (proxy) => {
  const target = `localhost:${cloud.port}`;
  for (const mode of ['407', '502']) {
    proxy.setMode(mode);
    assert.strictEqual((await openTunnel(proxy, target)).status, Number(mode));
  }
  proxy.setMode('reset');
  await assert.rejects(openTunnel(proxy, target), { code: 'ECONNRESET' });
  proxy.setMode('stall');
  await assert.rejects(
    openTunnel(proxy, target, { signal: AbortSignal.timeout(300) }), { name: 'AbortError' });
  assert.throws(() => proxy.setMode('nonsense'), /No mode nonsense/);
}));

test('only tunnels are opened', () => withProxy({}, async (proxy) => {
  const status = await new Promise((resolve, reject) => {
    http.get(proxy.url, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).once('error', reject);
  });
  assert.strictEqual(status, 405);
}));
