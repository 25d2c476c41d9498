'use strict';
const fs = require('fs');
const path = require('path');
const { execute, lastLines, root } = require('./execute');

/** Long enough for a kill at each step of a flow; a test that hangs still ends. */
const TEST_LIMIT_MS = 15 * 60 * 1000;

/** Their files run two at a time: most of their time they wait for a server to start. */
const TOGETHER = ['browser', 'integration'];

/** @returns {string[]} the folders of tests/ that hold JavaScript tests, the longest run last */
function testFolders() {
  const folders = fs.readdirSync(path.join(root, 'tests'))
    .filter((folder) => fs.statSync(path.join(root, 'tests', folder)).isDirectory())
    .filter((folder) => testFiles(folder).length > 0);
  const last = (/** @type {string} */ folder) => Number(folder === 'integration');
  return folders.sort((a, b) => last(a) - last(b) || a.localeCompare(b));
}

/**
 * @param {string} folder
 * @returns {string[]} the test files of tests/<folder>, sub-folders included
 */
function testFiles(folder) {
  return fs.readdirSync(path.join(root, 'tests', folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.js'))
    .map((file) => path.join('tests', folder, file))
    .sort();
}

/**
 * @param {string} file
 * @returns {{passed: number, failed: number, skipped: number} | undefined}
 */
function readCount(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * @param {string} log of the reporter `spec`
 * @returns {string} its list of failures, or the end of the log when there is none
 */
function failures(log) {
  const start = log.indexOf('\n✖ failing tests:');
  return start < 0 ? lastLines(log) : log.slice(start).trimEnd();
}

/**
 * Runs test files and counts their tests.
 * @param {string} name of the files with log and count, in build/test
 * @param {string[]} files
 * @param {object} [options]
 * @param {string[]} [options.before] a command that is given the whole one as its arguments
 * @param {Record<string, string>} [options.env]
 * @param {number} [options.atOnce] how many files run at a time
 * @returns {{passed: number, failed: number, skipped: number, output?: string}}
 */
function runNodeTests(name, files, { before = [], env = {}, atOnce = 1 } = {}) {
  const countFile = path.join(root, 'build', 'test', `${name}.json`);
  fs.rmSync(countFile, { force: true });
  const { ok, ending, log, logFile } = execute(name, [
    ...before, process.execPath, '--test', `--test-timeout=${TEST_LIMIT_MS}`,
    `--test-concurrency=${atOnce}`,
    '--test-reporter=spec', '--test-reporter-destination=stdout',
    `--test-reporter=${path.join(__dirname, 'count-reporter.js')}`,
    `--test-reporter-destination=${countFile}`,
    ...files,
  ], env);
  const count = readCount(countFile) ?? { passed: 0, failed: 0, skipped: 0 };
  if (ok) return count;
  const output = `${failures(log)}\nThe whole output is in ${logFile} (${ending}).`;
  return { ...count, failed: Math.max(count.failed, 1), output };
}

/**
 * A step that runs the JavaScript tests of tests/<folder>.
 * @param {string} folder
 */
function nodeTestStep(folder) {
  return {
    name: folder,
    run() {
      const files = testFiles(folder);
      if (files.length === 0) return { passed: 0, failed: 0, skipped: 0 };
      return runNodeTests(folder, files, { atOnce: TOGETHER.includes(folder) ? 2 : 1 });
    },
  };
}

module.exports = { failures, nodeTestStep, runNodeTests, testFiles, testFolders };
