'use strict';
// Each Node release loads its own addon, and refuses the others' without being harmed.

const assert = require('assert');
const { spawnSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');
const { describe, it } = require('node:test');
const { RELEASES } = require('./elf');

/**
 * @param {string} node
 * @param {string} script in which `addon` is the path of an addon
 * @param {string} addon
 */
function evaluate(node, script, addon) {
  const source = `const addon = ${JSON.stringify(addon)};\n${script}`;
  const { status, signal, stdout, stderr } = spawnSync(node, ['-e', source], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { status, signal, stdout, stderr };
}

const PRINT_TYPE = 'console.log(typeof require(addon).Registrar);';

const PRINT_TYPE_IN_TWO_WORKERS = `
  const { Worker } = require('worker_threads');
  const source = 'require("worker_threads").parentPort.postMessage(' +
    'typeof require(' + JSON.stringify(addon) + ').Registrar)';
  const ask = () => new Promise((resolve, reject) => {
    const worker = new Worker(source, { eval: true });
    let answer;
    worker.on('message', (type) => { answer = type; });
    worker.on('error', reject);
    worker.on('exit', () => resolve(answer));
  });
  const main = typeof require(addon).Registrar;
  ask().then((first) => ask().then((second) => console.log(main, first, second)));`;

const PRINT_REFUSAL = `
  try {
    require(addon);
    console.log('loaded');
  } catch (error) {
    console.log(error.code === 'MODULE_NOT_FOUND' ? 'not there' : 'refused');
  }`;

for (const { release, addon, node } of RELEASES) {
  describe(`Node ${release}`, () => {
    it('loads its addon, which has the class Registrar', () => {
      const result = evaluate(node, PRINT_TYPE, addon);
      assert.deepStrictEqual(result, { status: 0, signal: null, stdout: 'function\n', stderr: '' });
    });

    it('loads it in several environments of one process, one after the other gone', () => {
      const result = evaluate(node, PRINT_TYPE_IN_TWO_WORKERS, addon);
      assert.deepStrictEqual(result, {
        status: 0, signal: null, stdout: 'function function function\n', stderr: '',
      });
    });

    for (const other of RELEASES.filter((candidate) => candidate.release !== release)) {
      it(`refuses the addon for Node ${other.release} and goes on`, () => {
        const result = evaluate(node, PRINT_REFUSAL, other.addon);
        assert.deepStrictEqual(result, {
          status: 0, signal: null, stdout: 'refused\n', stderr: '',
        });
      });
    }

    it('refuses a file that is no addon and goes on', (context) => {
      const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'registrar-addon-'));
      context.after(() => fs.rmSync(folder, { recursive: true }));
      const file = path.join(folder, 'noise.node');
      fs.writeFileSync(file, 'This is not an ELF file.');
      const result = evaluate(node, PRINT_REFUSAL, file);
      assert.deepStrictEqual(result, {
        status: 0, signal: null, stdout: 'refused\n', stderr: '',
      });
    });
  });
}
