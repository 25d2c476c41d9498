'use strict';
const { spawnSync } = require('child_process');
const fs = require('fs');
const path = require('path');

const root = path.join(__dirname, '..', '..');

/**
 * Runs a program in the project's folder, without input, its output going to a log file,
 * so that a flood of output neither fills the terminal nor memory.
 * @param {string} logName
 * @param {string[]} command
 * @param {Record<string, string>} [environment] added to this process's own
 * @returns {{ok: boolean, ending: string, log: string, logFile: string}} ending says in
 *   words how it ended, log is what it printed
 */
function execute(logName, [program, ...args], environment = {}) {
  const logFile = path.join('build', 'test', `${logName}.log`);
  const absolute = path.join(root, logFile);
  fs.mkdirSync(path.dirname(absolute), { recursive: true });
  const descriptor = fs.openSync(absolute, 'w');
  const { status, signal, error } = spawnSync(program, args, {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', descriptor, descriptor],
  });
  fs.closeSync(descriptor);
  const ending = error ? error.message : signal ? `signal ${signal}` : `exit code ${status}`;
  const log = fs.readFileSync(absolute, 'utf8');
  return { ok: status === 0, ending, log, logFile };
}

/**
 * @param {string} text
 * @param {number} [count]
 * @returns {string} the last lines of a text
 */
function lastLines(text, count = 150) {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}

module.exports = { execute, lastLines, root };
