'use strict';

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const { root: ROOT } = require('../../../.ci/lib/execute');

/** Root file systems and Node releases stay here from one time to the next. */
const WORK = path.join(ROOT, 'build', 'portability');

const OUTPUT_LIMIT = 1 << 28;

/**
 * Runs a program to its end.
 * @param {string[]} command
 * @param {{cwd?: string, env?: NodeJS.ProcessEnv}} [options]
 * @returns {string} what it printed
 * @throws {Error} with the end of what it printed when it fails
 */
function run([program, ...args], options = {}) {
  try {
    return execFileSync(program, args, {
      ...options, encoding: 'utf8', maxBuffer: OUTPUT_LIMIT, stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (error) {
    const printed = `${error.stdout || ''}\n${error.stderr || ''}`.trim().split('\n').slice(-15);
    throw new Error(`${program} ${args[0] || ''} failed: ${error.message.split('\n')[0]}\n${
      printed.join('\n')}`);
  }
}

/**
 * A folder that is made once; one that was left half made is made anew.
 * @param {string} name below WORK
 * @param {(folder: string) => void} fill
 * @returns {string} its path
 */
function madeOnce(name, fill) {
  const folder = path.join(WORK, name);
  const mark = `${folder}.made`;
  if (fs.existsSync(mark)) return folder;
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  fill(folder);
  fs.writeFileSync(mark, '');
  return folder;
}

module.exports = { ROOT, WORK, madeOnce, run };
