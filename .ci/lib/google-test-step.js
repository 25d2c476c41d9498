'use strict';
const { spawnSync } = require('child_process');
const fs = require('fs');
const path = require('path');
const { build } = require('./build-step');
const { execute, lastLines, root } = require('./execute');

/**
 * Counts from the lines that are printed as each test ends, because after a crash there is
 * no summary and no report file.
 * @param {string} log what a GoogleTest program printed
 */
function countTests(log) {
  const count = (/** @type {RegExp} */ pattern) => (log.match(pattern) || []).length;
  return {
    passed: count(/^\[ {7}OK \] \S+ .*\(\d+ ms\)$/gm),
    failed: count(/^\[ {2}FAILED {2}\] \S+.*\(\d+ ms\)$/gm),
    skipped: count(/^\[ {2}SKIPPED \] \S+.*\(\d+ ms\)$/gm),
  };
}

/**
 * @param {string} log
 * @returns {string} what the failed tests printed
 */
function failedParts(log) {
  const parts = log.split(/^(?=\[ RUN {6}\])/m);
  return parts.filter((part) => /^\[ {2}FAILED {2}\]/m.test(part)).map((part) => {
    return part.slice(0, part.search(/^\[ {2}FAILED {2}\].*$/m)).trimEnd();
  }).join('\n');
}

/**
 * The shadow memory of Clang 14's address sanitizer collides with the widest address
 * randomisation of newer kernels, so it is turned off where that is allowed.
 * @returns {string[]}
 */
function withoutRandomAddresses() {
  const command = ['setarch', '-R'];
  return spawnSync(command[0], [...command.slice(1), 'true']).status === 0 ? command : [];
}

/** Parts that run at the same time: one for each core of the smallest machine. */
const SHARDS = 2;

/**
 * Runs a program's tests in parts.
 * @param {string} name of the log
 * @param {string[]} command
 * @returns {{code: number, log: string}[]} how each part ended, and what it printed
 */
function runParts(name, command) {
  const base = path.join(root, 'build', 'test', `${name}.part`);
  execute(name, ['.ci/lib/run-shards', String(SHARDS), base, ...command], {
    ASAN_OPTIONS: 'detect_stack_use_after_return=1:strict_string_checks=1',
    UBSAN_OPTIONS: 'print_stacktrace=1',
  });
  return Array.from({ length: SHARDS }, (_, part) => ({
    log: fs.readFileSync(`${base}.${part}`, 'utf8'),
    code: Number(fs.readFileSync(`${base}.${part}.code`, 'utf8')),
  }));
}

/**
 * @param {string} program
 * @param {{code: number, log: string}} run of one part of its tests
 */
function judge(program, { code, log }) {
  const count = countTests(log);
  // A crash leaves the summary out; a leak comes after it, with no test to blame.
  const finished = /^\[={10}\] \d+ tests? .*ran\./m.test(log);
  if (finished && (code === 0 || count.failed > 0)) return { ...count, output: failedParts(log) };
  return {
    ...count,
    failed: count.failed + 1,
    output: `${failedParts(log)}\n${lastLines(log)}\n${program}: exit code ${code}`,
  };
}

/**
 * A step that builds a preset and runs its unit tests.
 * @param {string} preset
 */
function googleTestStep(preset) {
  return {
    name: preset,
    run() {
      const built = build(preset);
      if (!built.ok) return { passed: 0, failed: 1, skipped: 0, output: built.output };
      const program = `build/${preset}/registrar_unit_tests`;
      const runs = runParts(preset, [...withoutRandomAddresses(), program]);
      const counts = runs.map((run) => judge(program, run));
      const sum = (/** @type {'passed' | 'failed' | 'skipped'} */ what) => (
        counts.reduce((total, count) => total + count[what], 0));
      return {
        passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped'),
        output: counts.map(({ output }) => output).filter(Boolean).join('\n'),
      };
    },
  };
}

module.exports = { countTests, failedParts, googleTestStep, judge };
