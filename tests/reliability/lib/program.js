'use strict';

const { spawn } = require('node:child_process');
const readline = require('node:readline');

/** Enough of a program's error output to see why it ended. */
const KEPT_LINES = 60;

/**
 * Runs a program and hands over what it prints, line by line.
 * @param {string[]} command
 * @param {{cwd: string, env?: NodeJS.ProcessEnv, onLine?: (line: string) => void,
 *     onErrorLine?: (line: string) => void}} options
 * @returns {Promise<{code: number|null, signal: string|null, tail: string}>} tail is the end of
 *   its error output
 */
function runProgram([program, ...args], options) {
  const { cwd, env = process.env, onLine = () => {}, onErrorLine = () => {} } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    /** @type {string[]} */
    const errors = [];
    readline.createInterface({ input: child.stdout }).on('line', onLine);
    readline.createInterface({ input: child.stderr }).on('line', (line) => {
      onErrorLine(line);
      errors.push(line);
      if (errors.length > KEPT_LINES) errors.shift();
    });
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, tail: errors.join('\n') }));
  });
}

/**
 * Builds one preset.
 * @param {string} root
 * @param {string} preset
 */
async function buildPreset(root, preset) {
  /** @type {string[]} */
  const lines = [];
  const { code } = await runProgram(['bash', '.ci/build', preset], {
    cwd: root, onLine: (line) => lines.push(line),
  });
  if (code !== 0) {
    throw new Error(`The preset "${preset}" cannot be built.\n${lines.slice(-40).join('\n')}`);
  }
}

module.exports = { buildPreset, runProgram };
