'use strict';
const { execute, lastLines } = require('./execute');

/**
 * @param {string} preset
 * @returns {{ok: boolean, output: string}}
 */
function build(preset) {
  const { ok, log } = execute(`build-${preset}`, ['bash', '.ci/build', preset]);
  return { ok, output: lastLines(log) };
}

/**
 * A step that builds presets; it passes one test per preset.
 * @param {string} name
 * @param {string[]} presets
 */
function buildStep(name, presets) {
  return {
    name,
    run() {
      const results = presets.map(build);
      const failures = results.filter((result) => !result.ok);
      return {
        passed: results.length - failures.length,
        failed: failures.length,
        skipped: 0,
        output: failures.map((failure) => failure.output).join('\n'),
      };
    },
  };
}

module.exports = { build, buildStep };
