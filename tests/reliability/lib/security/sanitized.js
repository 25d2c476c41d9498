'use strict';

const crypto = require('node:crypto');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const { runProgram } = require('../program');

/** A test that hangs ends all the same. */
const FILE_LIMIT_MS = 20 * 60 * 1000;
const ADDON = 'registrar.abi127.x64.node';
const NODE = 'node22';
const COPIED = ['.ci', 'deploy', 'docs', 'js-shim', 'settings', 'tests', 'manifest.json',
  'package.json', 'README.md', 'CHANGELOG.md'];
// Node gives memory back only at its end, and JavaScript catches signals of its own.
const ASAN = 'detect_leaks=0:detect_odr_violation=0:allocator_may_return_null=1';

/**
 * A copy of the project whose Node of release 8 runs with the sanitizers' runtime and loads an
 * addon that was built with them.
 *
 * @param {string} root
 * @returns {{tree: string, reports: () => string[]}} its folder, and what the sanitizers reported
 */
function sanitizedTree(root) {
  const tree = path.join(root, 'build', 'sanitized');
  fs.rmSync(tree, { recursive: true, force: true });
  fs.mkdirSync(path.join(tree, 'build', 'addon'), { recursive: true });
  for (const name of COPIED) {
    fs.cpSync(path.join(root, name), path.join(tree, name), { recursive: true });
  }
  const addons = path.join(tree, 'build', 'addon');
  fs.cpSync(path.join(root, 'build', 'addon'), addons, { recursive: true });
  const built = fs.readFileSync(path.join(root, 'build', 'node22-asan', ADDON));
  fs.writeFileSync(path.join(addons, ADDON), built);
  const sum = crypto.createHash('sha256').update(built).digest('hex');
  fs.writeFileSync(path.join(addons, `${ADDON}.sha256`), `${sum}  ${ADDON}\n`);
  linkModules(root, tree);
  const reports = path.join(tree, 'reports');
  fs.mkdirSync(reports);
  wrapNode(root, tree, path.join(reports, 'report'));
  return {
    tree,
    reports: () => fs.readdirSync(reports)
      .map((file) => fs.readFileSync(path.join(reports, file), 'utf8')),
  };
}

/** @param {string} root @param {string} tree */
function linkModules(root, tree) {
  const modules = path.join(tree, 'node_modules');
  fs.mkdirSync(modules);
  for (const name of fs.readdirSync(path.join(root, 'node_modules'))) {
    if (name !== NODE) {
      fs.symlinkSync(path.join(root, 'node_modules', name), path.join(modules, name));
    }
  }
}

/** @param {string} root @param {string} tree @param {string} report where reports begin */
function wrapNode(root, tree, report) {
  const runtime = execFileSync('clang++-14', ['-print-file-name=libclang_rt.asan-x86_64.so'],
    { encoding: 'utf8' }).trim();
  const real = path.join(root, 'node_modules', NODE, 'bin', 'node');
  const folder = path.join(tree, 'node_modules', NODE, 'bin');
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'node'), `#!/bin/sh
export LD_PRELOAD=${runtime} ASAN_OPTIONS=${ASAN}:log_path=${report}
export UBSAN_OPTIONS=print_stacktrace=1:log_path=${report}
exec ${real} "$@"
`, { mode: 0o755 });
}

/**
 * Runs test files of the copy, with its own Node: some load the addon themselves.
 *
 * @param {string} tree
 * @param {string[]} files
 * @param {(text: string) => void} log
 * @returns {Promise<{passed: number, failed: number, detail: string}>}
 */
async function runTests(tree, files, log) {
  /** @type {string[]} */
  const lines = [];
  const { tail } = await runProgram([
    path.join(tree, 'node_modules', NODE, 'bin', 'node'), '--test', '--test-concurrency=2',
    `--test-timeout=${FILE_LIMIT_MS}`, '--test-reporter=tap', ...files,
  ], {
    cwd: tree,
    // Node runs no test files when its own variable is there, even when it is empty.
    env: {
      ...process.env, RELEASES: '8', REGISTRAR_TEST_PATIENCE: '4', NODE_TEST_CONTEXT: undefined,
    },
    onLine(line) {
      lines.push(line);
      if (/^(not )?ok /.test(line)) log(line);
    },
  });
  const count = (/** @type {string} */ what) => Number(
    (lines.map((line) => new RegExp(`^# ${what} (\\d+)`).exec(line)).find(Boolean) || [0, 0])[1]);
  const failures = lines.filter((line) => /^\s*not ok /.test(line));
  return { passed: count('pass'), failed: count('fail'), detail: [...failures, tail].join('\n') };
}

module.exports = { runTests, sanitizedTree };
