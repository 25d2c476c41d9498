'use strict';

// Every fault of the matrix that can come over a network, once over real sockets and real TLS: the
// matrix itself runs in virtual time, with the handshake's outcome given (tests/unit/matrix).

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const tls = require('node:tls');
const {
  after, afterEach, before, beforeEach, describe, test,
} = require('node:test');

const { startCloud } = require('../cloud');
const { registrationData } = require('../cloud/client');
const { memoryPort } = require('./port');
const {
  ELSEWHERE, OWN_TESTS, SOCKET_FAULTS, answer,
} = require('./support/socket-faults');

const ROOT = path.join(__dirname, '..', '..');
const ADDON = path.join(ROOT, 'build', 'addon', 'registrar.abi127.x64.node');
const MATRIX = path.join(ROOT, 'tests', 'unit', 'matrix', 'faults.cc');

/** What of the matrix does not come over a network, but from the server, its clock or the cloud's
 *  account. */
const ELSE = /^(?:database|server|log|clock|token|workspace): /;

/** @returns {string[]} the names of the matrix's faults, statuses apart, which are a list there */
function namesInMatrix() {
  const text = fs.readFileSync(MATRIX, 'utf8');
  const names = [...text.matchAll(/"([a-zA-Z][a-z ]*: [^"\\]+)"/g)].map(([, name]) => name);
  const known = /^(?:lookup|connection|TLS|proxy|status|redirect|busy|unknown client|error word|answer|body|memory|database|server|log|clock|token|workspace): /;
  return names.filter((name) => known.test(name));
}

/** @returns {string[]} the statuses of the matrix */
function statusesInMatrix() {
  const text = fs.readFileSync(MATRIX, 'utf8');
  return [...text.matchAll(/const int status : \{([^}]+)\}/g)]
    .flatMap(([, list]) => list.split(',').map((number) => `status: ${number.trim()}`));
}

/** Factor for an addon that a sanitizer makes slow: 15 MB are read within the deadline as well. */
const PATIENCE = Number(process.env.REGISTRAR_TEST_PATIENCE || 1);

/** @returns {any} a registrar of its own for this cloud, started */
async function startRegistrar(cloud) {
  const { Registrar } = require(ADDON);
  const registrar = new Registrar(memoryPort({
    uniqueID: 'unique', Site_Url: 'http://localhost:3000', Cloud_Url: cloud.url,
    Registrar_Connect_Deadline: 1, Registrar_Request_Deadline: 2 * PATIENCE,
  }, { registrationData: () => registrationData({ uniqueId: 'unique' }) }), {
    serverVersion: '8.6.1', releasesUrl: cloud.releasesUrl,
    net: { rootCertificates: tls.rootCertificates.join('\n'), extraCaFiles: [cloud.caFile] },
  });
  await registrar.start();
  return registrar;
}

/** @returns {Promise<string|undefined>} the code in which it ends */
const codeOf = (promise) => promise.then(() => undefined, ({ code }) => code);

describe('every fault over a real socket', { concurrency: 1 }, () => {
  let cloud;
  let registrar;
  let alive;
  const sync = () => codeOf(registrar.sync({}));
  const register = () => registrar.connect({ token: cloud.issueToken().token });

  before(async () => {
    cloud = await startCloud({ port: 0 });
    // The module's own handles do not keep a process alive.
    alive = setInterval(() => {}, 1000);
  });
  beforeEach(async () => {
    if (registrar) return;
    registrar = await startRegistrar(cloud);
    await register();
    assert.strictEqual(await sync(), undefined);
  });
  afterEach(() => cloud.clearFaults());
  after(async () => {
    if (registrar) registrar.close();
    clearInterval(alive);
    await cloud.close();
  });

  for (const [name, fault, code, call] of SOCKET_FAULTS) {
    test(`${name}: ${code || 'succeeds all the same'}`, async () => {
      // The token that is in the memory still has to be asked for again.
      for (const { workspaceId } of cloud.workspaces) cloud.store.revokeTokens(workspaceId);
      await cloud.setFaults([{ match: call ? { call } : {}, fault }]);
      cloud.front.dropConnections();
      assert.strictEqual(await sync(), code);
      await cloud.clearFaults();
      cloud.front.dropConnections();
      assert.strictEqual(await sync(), undefined, 'the next try');
    });
  }

  test('unknown client: said by mistake: forgotten, and restored when it was one', async () => {
    registrar.close();
    registrar = await startRegistrar(cloud);
    await register();
    await cloud.setFaults([{
      match: { call: 'token' },
      fault: { type: 'status', status: 400, body: { error: 'oauth_invalid_client_credentials' } },
    }]);
    assert.strictEqual(await codeOf(registrar.accessToken({ forceNew: true })),
      'cloud.client.unknown');
    assert.strictEqual(await sync(), 'cloud.client.unknown');
    assert.strictEqual((await registrar.status({})).state, 'forgotten');
    await cloud.clearFaults();
    await registrar.reconnect({});
    assert.strictEqual((await registrar.status({})).state, 'registered');
  });

  for (const [name, address, code] of [
    ['another host', 'https://evil.invalid', 'cloud.url.not-allowed'],
    ['plain http', 'http://evil.invalid', 'cloud.url.insecure'],
  ]) {
    test(`body: leads to ${name}: ${code}, and nothing goes there`, async () => {
      registrar.close();
      registrar = await startRegistrar(cloud);
      const bytes = (text, status) => answer(status, text.replaceAll(cloud.url, address));
      await cloud.setFaults([{ match: { call: 'connect' }, fault: { type: 'raw', bytes } }]);
      await register();
      await cloud.clearFaults();
      assert.strictEqual(await sync(), code);
      await registrar.disconnect({});
      await register();
      assert.strictEqual(await sync(), undefined, 'the next try');
    });
  }

  test('those that other tests show over real sockets are there', () => {
    for (const [name, [file, text]] of Object.entries(ELSEWHERE)) {
      const found = fs.readFileSync(path.join(ROOT, file), 'utf8').includes(text);
      assert.ok(found, `${name}: there is no ${text} in ${file}`);
    }
  });

  test('none of the matrix is missing', () => {
    const here = new Set([...SOCKET_FAULTS.map(([name]) => name), ...OWN_TESTS,
      ...Object.keys(ELSEWHERE)]);
    const all = [...namesInMatrix().filter((name) => !ELSE.test(name)), ...statusesInMatrix()];
    assert.ok(all.length > 60, `only ${all.length} names were found`);
    assert.deepStrictEqual(all.filter((name) => !here.has(name)), []);
  });
});
