'use strict';

const path = require('node:path');

const { buildUnit, runProgram } = require('../lib/program');

const PASSED = /^\[ {7}OK \] CrashTest\.(\w+) /;
const FAILED = /^\[ {2}FAILED {2}\] CrashTest\.(\w+).*\(\d+ ms\)$/;

/** @param {string} name of a test @returns {string} as a sentence */
function sentence(name) {
  const words = name.replace(/([A-Z])/g, ' $1').trim().toLowerCase();
  return words[0].toUpperCase() + words.slice(1);
}

module.exports = {
  name: 'crashes',
  title: 'The process dies at every write and every request',
  async run({ root, row }) {
    await buildUnit(root);
    const lines = [];
    const { code, signal, tail } = await runProgram([
      path.join(root, 'build/unit/registrar_unit_tests'), '--gtest_filter=CrashTest.*',
    ], {
      cwd: root,
      onLine(line) {
        lines.push(line);
        const [, name] = PASSED.exec(line) || FAILED.exec(line) || [];
        if (!name) return;
        const ok = PASSED.test(line);
        row({ name: sentence(name), ok, figures: {}, detail: ok ? undefined : lines.join('\n') });
        lines.length = 0;
      },
    });
    if (signal) throw new Error(`The program ended by ${signal}.\n${lines.join('\n')}\n${tail}`);
    if (code !== 0 && code !== 1) throw new Error(`The program ended with ${code}.\n${tail}`);
    return {};
  },
};
