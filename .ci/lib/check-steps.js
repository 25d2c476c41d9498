'use strict';
const { execute, lastLines } = require('./execute');

const CHECKS = ['layers', 'throwing', 'format', 'eslint', 'types', 'cppcheck', 'tidy'];

/** The parts of .ci/lint, each a step of one test, together named `lint`. */
function checkSteps() {
  return CHECKS.map((check) => ({
    name: 'lint',
    run() {
      const { ok, log } = execute(`lint-${check}`, ['bash', '.ci/lint', check]);
      return ok
        ? { passed: 1, failed: 0, skipped: 0 }
        : { passed: 0, failed: 1, skipped: 0, output: lastLines(log) };
    },
  }));
}

module.exports = { checkSteps };
