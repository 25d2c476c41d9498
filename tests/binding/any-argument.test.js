'use strict';

// Arguments of every kind to every function of Registrar, in each Node release: the process lives,
// and each answer is a value or a rejection with a code. The arguments are made from a seed, which
// a failure prints; SEED=n replays it.

const assert = require('assert');
const { spawnSync } = require('child_process');
const path = require('path');
const { describe, it } = require('node:test');

const ROOT = path.join(__dirname, '..', '..');
const RELEASES = [['node14', '83'], ['node20', '115'], ['node22', '127']];
const SEED = Number(process.env.SEED || 20260101);
const ROUNDS = 60;

/** Runs in the Node release; prints {functions, calls, values, codes, wrong}. */
function callEverything(addon, portFile, seed, rounds) {
  const { Registrar } = require(addon);
  const { memoryPort } = require(portFile);
  let state = seed;
  const below = (bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * bound);
  };
  const pick = (list) => list[below(list.length)];
  const cycle = {};
  cycle.self = cycle;
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();
  const throwing = new Proxy({}, { ownKeys() { throw new Error('ownKeys'); } });
  const leaves = [
    () => undefined, () => null, () => true, () => NaN, () => Infinity, () => -0, () => 1e308,
    () => below(4294967296), () => BigInt(below(1000)), () => Symbol('s'), () => '',
    () => '\0', () => '\ud800', () => 'x'.repeat(below(100000)), () => '\r\nA: b',
    () => '__proto__',
    () => new Date(NaN), () => /x/g, () => new Map([[1, 2]]), () => Buffer.alloc(below(1000)),
    () => new ArrayBuffer(8), () => () => {}, () => class A {}, () => Promise.resolve(1),
    () => cycle, () => revoked.proxy, () => throwing, () => Object.create(null),
    () => ({ get a() { throw new Error('getter'); } }), () => ({ toJSON() { throw 1; } }),
    () => new Array(1000), () => JSON.parse('['.repeat(400) + ']'.repeat(400)),
    () => Buffer.from('{"client_id":"a"}').toString('base64'),
  ];
  const keys = ['token', 'reason', 'email', 'resend', 'deviceCode', 'data', 'blob', 'scope',
    'userId', 'forceNew', 'save', 'id', 'value', 'code', 'state', '__proto__', '\ud800', ''];
  const value = (depth) => (depth > 0 && below(2) === 0
    ? Object.fromEntries(Array.from({ length: below(6) }, () => [pick(keys), value(depth - 1)]))
    : pick(leaves)());
  const shape = () => (below(4) === 0 ? pick(leaves)()
    : Object.fromEntries(Array.from({ length: 1 + below(6) }, () => [pick(keys), value(2)])));

  const settings = { uniqueID: 'unique', Cloud_Workspace_Client_Id: '', Registrar_Policy: 'off' };
  // Nothing listens there: a call that would speak to the cloud is refused at once.
  settings.Cloud_Url = 'http://127.0.0.1:9';
  const registrar = new Registrar(memoryPort(settings), { releasesUrl: 'http://127.0.0.1:9/x' });
  const names = Object.getOwnPropertyNames(Registrar.prototype)
    .filter((name) => name !== 'constructor' && name !== 'close');
  const seen = { functions: names.length, calls: 0, values: 0, codes: 0, wrong: [] };
  const settle = (name, answer) => {
    if (name === 'accessTokenAtHand') {
      // The one that answers at once.
      if (answer === '') seen.values += 1;
      else seen.wrong.push(`${name}: ${String(answer)}`);
      return undefined;
    }
    return answer.then(() => { seen.values += 1; }, (error) => {
      if (error && typeof error.code === 'string' && error.remedy) seen.codes += 1;
      else seen.wrong.push(`${name}: ${String(error)}`);
    });
  };
  const round = () => Promise.all(names.map((name) => {
    seen.calls += 1;
    try {
      return settle(name, registrar[name](shape(), pick(leaves)()));
    } catch (error) {
      seen.wrong.push(`${name} threw ${String(error)}`);
      return undefined;
    }
  }));
  const construct = () => {
    try {
      new Registrar(pick(leaves)(), shape()).close();
    } catch (error) {
      if (!(error instanceof TypeError)) seen.wrong.push(`new: ${String(error)}`);
    }
  };
  const alive = setInterval(() => {}, 1000);
  let chain = Promise.resolve();
  for (let i = 0; i < rounds; i += 1) chain = chain.then(construct).then(round);
  chain.then(() => {
    clearInterval(alive);
    registrar.close();
    console.log(JSON.stringify(seen));
  });
}

for (const [node, abi] of RELEASES) {
  describe(`any argument in ${node}`, () => {
    it('is answered by a value or by a rejection with a code', () => {
      const addon = path.join(ROOT, 'build', 'addon', `registrar.abi${abi}.x64.node`);
      const given = [addon, path.join(__dirname, 'port.js'), SEED, ROUNDS].map((one) => (
        JSON.stringify(one)));
      const result = spawnSync(path.join(ROOT, 'node_modules', node, 'bin', 'node'),
        ['-e', `(${callEverything})(${given.join(', ')})`],
        { encoding: 'utf8', env: {}, timeout: 120000 });
      const what = `SEED=${SEED}\n${result.stderr}`;
      assert.strictEqual(result.signal, null, what);
      assert.strictEqual(result.status, 0, what);
      const seen = JSON.parse(result.stdout);
      assert.deepStrictEqual(seen.wrong, [], what);
      assert.strictEqual(seen.values + seen.codes, seen.calls, what);
      assert.ok(seen.functions >= 25 && seen.values > 0 && seen.codes > 0, JSON.stringify(seen));
    });
  });
}
