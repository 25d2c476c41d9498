'use strict';

const path = require('node:path');

const { buildPreset, runProgram } = require('./program');

/**
 * @typedef {object} Told what a test of the unit tests printed
 * @property {string} name
 * @property {boolean} ok
 * @property {string[]} lines
 */

/**
 * Builds the unit tests and runs some of them.
 * @param {string} root
 * @param {string} filter of GoogleTest
 * @param {{env?: Record<string, string>, onTest: (test: Told) => void}} options called as each
 *   test ends
 */
async function runUnitTests(root, filter, { env = {}, onTest }) {
  await buildPreset(root, 'unit');
  /** @type {string[]} */
  let lines = [];
  const { code, signal, tail } = await runProgram([
    path.join(root, 'build/unit/registrar_unit_tests'), `--gtest_filter=${filter}`,
  ], {
    cwd: root,
    env: { ...process.env, ...env },
    onLine(line) {
      if (line.startsWith('[ RUN ')) lines = [];
      lines.push(line);
      const test = testThatEnded(line);
      if (test) onTest({ ...test, lines });
    },
  });
  if (signal) throw new Error(`The program ended by ${signal}.\n${lines.join('\n')}\n${tail}`);
  if (code !== 0 && code !== 1) throw new Error(`The program ended with ${code}.\n${tail}`);
}

/** @param {string} line @returns {{name: string, ok: boolean}|undefined} */
function testThatEnded(line) {
  const [, outcome, name] = /^\[ +(OK|FAILED) +\] (\S+?),? .*\(\d+ ms\)$/.exec(line) || [];
  return name ? { name, ok: outcome === 'OK' } : undefined;
}

/**
 * @param {string[]} lines
 * @param {string} word at the beginning of a line that goes on with JSON
 * @returns {Record<string, string|number>|undefined}
 */
function figuresIn(lines, word) {
  const line = lines.find((one) => one.startsWith(`${word} {`));
  return line && JSON.parse(line.slice(word.length + 1));
}

module.exports = { figuresIn, runUnitTests, testThatEnded };
