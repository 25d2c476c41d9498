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

/**
 * A step that builds the addons for arm64, for which nothing but CI and packing have a use; without
 * its cross compiler it is skipped by name.
 * @param {string[]} presets
 */
function arm64Step(presets) {
  return {
    name: 'addon-arm64',
    run() {
      const { ok, log } = execute('setup-arm64', ['bash', '.ci/setup', 'arm64']);
      if (ok) return buildStep('addon-arm64', presets).run();
      console.log(`addon-arm64: skipped, its compiler cannot be installed:\n${lastLines(log, 5)}`);
      return { passed: 0, failed: 0, skipped: presets.length };
    },
  };
}

module.exports = { arm64Step, build, buildStep };
