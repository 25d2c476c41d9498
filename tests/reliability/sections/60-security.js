'use strict';

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const { buildPreset } = require('../lib/program');
const { fuzz, targets } = require('../lib/security/fuzz');
const { runTests, sanitizedTree } = require('../lib/security/sanitized');

const FUZZ_SECONDS = 20;
/** They end servers by force or start other programs, which the sanitizers do not see. */
const NOT_SANITIZED = ['crash.test.js', 'documentation.test.js'];

/** @param {string} file @returns {Object<string, boolean>} what hardens an addon, and if it does */
function hardening(file) {
  const read = (/** @type {string} */ what) => execFileSync('readelf', ['-W', what, file],
    { encoding: 'utf8' });
  const [segments, dynamic, symbols] = ['-l', '-d', '-s'].map(read);
  return {
    'relocations read-only once loaded': /GNU_RELRO/.test(segments) && /\bNOW\b/.test(dynamic),
    'no executable stack': /GNU_STACK.* RW /.test(segments),
    'no relocations in the code': !/TEXTREL/.test(dynamic),
    'stack protected': /__stack_chk_fail/.test(symbols),
  };
}

/** Every addon that was built. */
function hardened({ root, row }) {
  const folder = path.join(root, 'build', 'addon');
  for (const name of fs.readdirSync(folder).filter((file) => file.endsWith('.node'))) {
    const found = Object.entries(hardening(path.join(folder, name)));
    const lacking = found.filter(([, has]) => !has).map(([what]) => what);
    row({
      name: `${name} is hardened`, ok: lacking.length === 0,
      figures: { properties: found.length - lacking.length },
      detail: `lacks: ${lacking.join(', ')}`,
    });
  }
}

/** What reads foreign bytes, fed by a fuzzer under the sanitizers. */
async function fuzzed({ root, log, row }) {
  await buildPreset(root, 'fuzz');
  for (const target of targets(root)) {
    log(target);
    const { ok, executions, edges, detail } = await fuzz(root, target, FUZZ_SECONDS);
    row({
      name: `fuzzing ${target} for ${FUZZ_SECONDS} s breaks nothing`, ok: ok && executions > 0,
      figures: { executions, 'edges covered': edges }, detail,
    });
  }
}

/** The binding and the integration tests of one release, the addon under the sanitizers. */
async function sanitized({ root, log, row }) {
  await buildPreset(root, 'node22-asan');
  const { tree, reports } = sanitizedTree(root);
  const inFolder = (/** @type {string} */ folder, /** @type {string[]} */ without = []) => (
    fs.readdirSync(path.join(tree, folder))
      .filter((file) => file.endsWith('.test.js') && !without.includes(file))
      .map((file) => path.join(folder, file)));
  const parts = {
    'the binding': inFolder('tests/binding'),
    'the integration tests of release 8': inFolder('tests/integration', NOT_SANITIZED),
  };
  for (const [what, files] of Object.entries(parts)) {
    const before = reports().length;
    const { passed, failed, detail } = await runTests(tree, files, log);
    const reported = reports().slice(before);
    row({
      name: `${what} under the address and undefined-behaviour sanitizers`,
      ok: failed === 0 && passed > 0 && reported.length === 0,
      figures: { passed, failed, reports: reported.length },
      detail: [detail, ...reported].join('\n'),
    });
  }
}

/** @param {import('../lib/sections').Tools} tools */
async function run(tools) {
  hardened(tools);
  if (tools.quick) return {};
  await sanitized(tools);
  await fuzzed(tools);
  return {};
}

module.exports = { name: 'security', title: 'Nobody let in', run };
