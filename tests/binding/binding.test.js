'use strict';

// The class Registrar as JavaScript sees it, in each Node release. The scripts run in processes of
// that release and print what they saw as one line of JSON.

const assert = require('assert');
const { spawnSync } = require('child_process');
const path = require('path');
const { describe, it } = require('node:test');

const ROOT = path.join(__dirname, '..', '..');
const RELEASES = [['node14', '83'], ['node20', '115'], ['node22', '127']];
const UNREGISTERED = '{ uniqueID: "unique", Cloud_Workspace_Client_Id: "" }';

/** Runs `body` in the Node release; it has `Registrar`, `memoryPort`, `print` and `file`. */
function run([node, abi], body) {
  const addon = path.join(ROOT, 'build', 'addon', `registrar.abi${abi}.x64.node`);
  const file = path.join(__dirname, 'port.js');
  const script = `
    const addon = ${JSON.stringify(addon)};
    const { Registrar } = require(addon);
    const { memoryPort } = require(${JSON.stringify(file)});
    const print = (value) => console.log(JSON.stringify(value));
    const seen = (error) => ({
      name: error.name, code: error.code, remedy: error.remedy, details: error.details,
    });
    ${body}`;
  const result = spawnSync(path.join(ROOT, 'node_modules', node, 'bin', 'node'), ['-e', script],
    { encoding: 'utf8', env: {}, timeout: 60000 });
  assert.strictEqual(result.signal, null, result.stderr);
  assert.strictEqual(result.status, 0, result.stderr);
  return result.stdout.trim().split('\n').filter(Boolean).map((line) => JSON.parse(line));
}

for (const release of RELEASES) {
  describe(`Registrar in ${release[0]}`, () => {
    it('is made with a port and a plain object, by new', () => {
      const [kinds] = run(release, `
        const attempt = (make) => { try { make(); return 'made'; } catch (e) { return e.name; } };
        const cycle = {}; cycle.self = cycle;
        print([
          attempt(() => Registrar({}, {})), attempt(() => new Registrar()),
          attempt(() => new Registrar({}, 'text')), attempt(() => new Registrar({}, cycle)),
          attempt(() => new Registrar(memoryPort(), {})), attempt(() => new Registrar({})),
        ]);`);
      assert.deepStrictEqual(kinds,
        ['TypeError', 'TypeError', 'TypeError', 'TypeError', 'made', 'made']);
    });

    it('rejects with code, remedy and details', () => {
      const [error] = run(release, `
        new Registrar(memoryPort(${UNREGISTERED}), {}).connect({ token: '' })
          .catch((error) => print(seen(error)));`);
      assert.strictEqual(error.name, 'Error');
      assert.strictEqual(error.code, 'registration.token-missing');
      assert.ok(error.remedy);
      assert.strictEqual(error.details.code, 'registration.token-missing');
      assert.strictEqual(error.details.retryable, false);
    });

    it('answers with plain values', () => {
      const [status, registration, token, atHand] = run(release, `
        const registrar = new Registrar(memoryPort(${UNREGISTERED}), {});
        registrar.status().then((status) => print(status.state))
          .then(() => registrar.registrationStatus()).then(print)
          .then(() => registrar.accessToken({})).then(({ token }) => print(token))
          .then(() => print(registrar.accessTokenAtHand('')));`);
      assert.strictEqual(status, 'unregistered');
      assert.deepStrictEqual(registration, {
        workspaceRegistered: false,
        workspaceId: '',
        uniqueId: 'unique',
        token: '',
        email: 'admin@example.com',
      });
      assert.strictEqual(token, '');
      assert.strictEqual(atHand, '');
    });

    it('refuses arguments that are no plain object', () => {
      const codes = run(release, `
        const registrar = new Registrar(memoryPort(), {});
        const cycle = {}; cycle.self = cycle;
        const deep = JSON.parse('['.repeat(500) + ']'.repeat(500));
        for (const argument of ['text', 7, [1], cycle, { deep }, { get a() { throw 1; } }]) {
          registrar.connect(argument).catch((error) => print(error.code));
        }`);
      assert.deepStrictEqual(codes, Array(6).fill('module.bad-argument'));
    });

    it('refuses a receiver that is no Registrar', () => {
      const [name] = run(release, `
        try { Registrar.prototype.status.call({}); } catch (error) { print(error.name); }`);
      assert.strictEqual(name, 'TypeError');
    });

    it('turns what the port throws or rejects with into an error of the catalogue', () => {
      const codes = run(release, `
        const failing = (port) => new Registrar(memoryPort({}, port), {}).registrationStatus()
          .catch((error) => print([error.code, error.details.detail]));
        failing({ readSettings() { throw new Error('thrown'); } })
          .then(() => failing({ readSettings: () => Promise.reject(new Error('rejected')) }))
          .then(() => failing({ readSettings: () => Promise.reject(
            Object.assign(new Error('coded'), { code: 'host.write-blocked' })) }))
          .then(() => failing({ readSettings: undefined }));`);
      assert.deepStrictEqual(codes, [
        ['host.read-failed', 'Error: thrown'],
        ['host.read-failed', 'Error: rejected'],
        ['host.write-blocked', 'Error: coded'],
        ['host.read-failed', 'the port has no function readSettings'],
      ]);
    });

    it('ends what is under way when it is closed, and refuses what comes later', () => {
      const codes = run(release, `
        const registrar = new Registrar(memoryPort({}, {
          readSettings: () => new Promise(() => {}),
        }), {});
        const late = () => registrar.status().catch((error) => print(error.code));
        // The module's own timers do not keep the process alive.
        const alive = setInterval(() => {}, 1000);
        registrar.registrationStatus().catch((error) => print(error.code)).then(late)
          .then(() => clearInterval(alive));
        registrar.close();
        registrar.close();`);
      assert.deepStrictEqual(codes, ['module.stopping', 'module.stopping']);
    });

    it('does not keep the process alive', () => {
      assert.deepStrictEqual(run(release, `
        new Registrar(memoryPort(${UNREGISTERED}), {}).start().then(() => print('started'));`),
      ['started']);
    });

    it('works in several environments of one process and leaves with each', () => {
      const answers = run(release, `
        const { Worker } = require('worker_threads');
        const source = \`
          const { Registrar } = require(\${JSON.stringify(addon)});
          const { memoryPort } = require(${JSON.stringify(path.join(__dirname, 'port.js'))});
          const silent = { readSettings: () => new Promise(() => {}) };
          new Registrar(memoryPort({}, silent), {}).registrationStatus();
          new Registrar(memoryPort(${UNREGISTERED.replace(/"/g, "'")}), {}).start()
            .then(() => require('worker_threads').parentPort.postMessage('started'));\`;
        const inWorker = () => new Promise((resolve) => {
          const worker = new Worker(source, { eval: true });
          worker.on('message', (answer) => worker.terminate().then(() => resolve(answer)));
        });
        const here = new Registrar(memoryPort(${UNREGISTERED}), {});
        inWorker().then(print).then(inWorker).then(print)
          .then(() => Promise.all([inWorker(), inWorker()])).then(print)
          .then(() => here.status()).then(({ state }) => print(state));`);
      assert.deepStrictEqual(answers,
        ['started', 'started', ['started', 'started'], 'unregistered']);
    });
  });
}
