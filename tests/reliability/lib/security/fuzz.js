'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const { runProgram } = require('../program');

const PROGRAM = 'build/fuzz/registrar_fuzz';
const CORPUS = 'tests/fuzz/corpus';
const LIMITS = ['-rss_limit_mb=2048', '-timeout=10', '-print_final_stats=1'];

/** Reads libFuzzer's lines as they come: the last of them that has a number counts. */
class Statistics {
  executions = 0;

  edges = 0;

  /** @param {string} line */
  add(line) {
    const edges = /\bcov: (\d+)/.exec(line);
    if (edges) this.edges = Number(edges[1]);
    const executions = /number_of_executed_units:\s*(\d+)/.exec(line);
    if (executions) this.executions = Number(executions[1]);
  }
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
  const statistics = new Statistics();
  try {
    const { code, tail } = await runProgram([
      path.join(root, PROGRAM), `-max_total_time=${seconds}`, ...LIMITS,
      `-artifact_prefix=${found}/`, found, path.join(root, CORPUS, target),
    ], {
      cwd: found,
      env: { ...process.env, REGISTRAR_FUZZ_TARGET: target },
      onErrorLine: (line) => statistics.add(line),
    });
    const { executions, edges } = statistics;
    return { ok: code === 0 && edges > 0, executions, edges, detail: tail };
  } finally {
    fs.rmSync(found, { recursive: true, force: true });
  }
}

/** @param {string} root @returns {string[]} */
function targets(root) {
  return fs.readdirSync(path.join(root, CORPUS)).sort();
}

module.exports = { fuzz, targets };
