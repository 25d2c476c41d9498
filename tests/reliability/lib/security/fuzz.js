'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const { runProgram } = require('../program');

const PROGRAM = 'build/fuzz/registrar_fuzz';
const CORPUS = 'tests/fuzz/corpus';
const LIMITS = ['-rss_limit_mb=2048', '-timeout=10', '-print_final_stats=1'];

/** @param {string} text what libFuzzer said @returns {{executions: number, edges: number}} */
function statistics(text) {
  const last = (/** @type {RegExp} */ pattern) => (
    Number(([...text.matchAll(pattern)].pop() || [0, 0])[1]));
  return { executions: last(/number_of_executed_units:\s*(\d+)/g), edges: last(/\bcov: (\d+)/g) };
}

/**
 * Lets libFuzzer look for an input that breaks one target, beginning with the kept ones. What it
 * finds on the way is not kept.
 *
 * @param {string} root
 * @param {string} target name of a folder of the corpus
 * @param {number} seconds
 * @returns {Promise<{ok: boolean, executions: number, edges: number, detail: string}>}
 */
async function fuzz(root, target, seconds) {
  const found = fs.mkdtempSync(path.join(os.tmpdir(), 'registrar-fuzz-'));
  try {
    const { code, tail } = await runProgram([
      path.join(root, PROGRAM), `-max_total_time=${seconds}`, ...LIMITS,
      `-artifact_prefix=${found}/`, found, path.join(root, CORPUS, target),
    ], { cwd: found, env: { ...process.env, REGISTRAR_FUZZ_TARGET: target } });
    return { ok: code === 0, ...statistics(tail), detail: tail };
  } finally {
    fs.rmSync(found, { recursive: true, force: true });
  }
}

/** @param {string} root @returns {string[]} */
function targets(root) {
  return fs.readdirSync(path.join(root, CORPUS)).sort();
}

module.exports = { fuzz, statistics, targets };
