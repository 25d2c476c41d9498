'use strict';

const assert = require('assert');
const { spawnSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');
const { describe, it } = require('node:test');

const ROOT = path.join(__dirname, '..', '..');
const REGISTER = path.join(ROOT, 'js-shim', 'register.js');
const NODES = ['node14', 'node20', 'node22'];

/** Runs a script with the preload and says which of the module's files were loaded. */
function loadedFiles(node, script, env = {}) {
  const report = `process.on('exit', () => console.log(JSON.stringify(Object.keys(require.cache)
    .map((file) => require('path').relative(${JSON.stringify(ROOT)}, file)))));`;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'registrar-register-'));
  try {
    const file = path.join(folder, script);
    fs.writeFileSync(file, report);
    const result = spawnSync(path.join(ROOT, 'node_modules', node, 'bin', 'node'),
      ['--require', REGISTER, file], { encoding: 'utf8', env });
    assert.strictEqual(result.status, 0, result.stderr);
    assert.strictEqual(result.stderr, '');
    const lines = result.stdout.trim().split('\n');
    assert.strictEqual(lines.length, 1);
    return JSON.parse(lines[0]).filter((name) => name.startsWith('js-shim'));
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

for (const node of NODES) {
  describe(`the preload on ${node}`, () => {
    it('loads nothing of the module in a process that is no server', () => {
      assert.deepStrictEqual(loadedFiles(node, 'tool.js'), ['js-shim/register.js']);
    });

    it('loads nothing in a program that a server of PM2 starts', () => {
      const env = { pm_exec_path: path.join(ROOT, 'main.js'), pm2_env: '{' };
      for (const script of ['tool.js', 'main.js']) {
        assert.deepStrictEqual(loadedFiles(node, script, env), ['js-shim/register.js']);
      }
    });

    it('loads nothing for another program of PM2', () => {
      const env = { pm_exec_path: '/srv/other/server.js', pm2_env: '{"pm_exec_path":"/srv/x.js"}' };
      for (const script of ['ProcessContainerFork.js', 'ProcessContainer.js']) {
        assert.deepStrictEqual(loadedFiles(node, script, env), ['js-shim/register.js']);
      }
    });

    it('loads nothing for a main.js that has no star.json beside it', () => {
      assert.deepStrictEqual(loadedFiles(node, 'main.js'), ['js-shim/register.js']);
    });
  });
}
