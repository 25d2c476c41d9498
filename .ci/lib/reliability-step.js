'use strict';
const { execute, lastLines } = require('./execute');

/**
 * A step that runs the quick part of `npm run reliability`; each of its rows is one test.
 */
function reliabilityStep() {
  return {
    name: 'reliability',
    run() {
      const { ok, ending, log, logFile } = execute('reliability', [
        'bash', '.ci/reliability', '--quick',
      ], { REGISTRAR_SETUP_DONE: 'yes' });
      const count = countRows(log);
      if (ok && count.passed > 0) return count;
      const output = `${failedRows(log) || lastLines(log)}\n`
        + `The whole output is in ${logFile} (${ending}).`;
      return { ...count, failed: Math.max(count.failed, 1), output };
    },
  };
}

/** @param {string} log @returns {{passed: number, failed: number, skipped: number}} */
function countRows(log) {
  const count = (/** @type {RegExp} */ pattern) => (log.match(pattern) || []).length;
  return { passed: count(/^ok {6}/gm), failed: count(/^FAILED {2}/gm), skipped: 0 };
}

/** @param {string} log @returns {string} each failed row with what it says */
function failedRows(log) {
  return log.split(/^(?=ok {6}|FAILED {2})/m).filter((part) => part.startsWith('FAILED  '))
    .map((part) => lastLines(part, 40)).join('\n');
}

module.exports = { countRows, failedRows, reliabilityStep };
