'use strict';
// Runs the steps that .ci/test names, one after the other, and adds up what they counted.
// A step that cannot be counted (a failed build, a crash) counts as one failure.

const { arm64Step, buildStep } = require('./build-step');
const { checkSteps } = require('./check-steps');
const { googleTestStep } = require('./google-test-step');
const { nodeTestStep, testFolders } = require('./node-test-step');
const { reliabilityStep } = require('./reliability-step');

/**
 * @typedef {{passed: number, failed: number, skipped: number, output?: string}} Count
 *   output is what a person needs to see of a failure
 * @typedef {{name: string, run: () => Count}} Step
 */

/** @returns {Step[]} */
function allSteps() {
  return [
    buildStep('addon', ['node14', 'node20', 'node22']),
    arm64Step(['node14-arm64', 'node20-arm64', 'node22-arm64']),
    googleTestStep('unit'),
    googleTestStep('unit-asan'),
    ...testFolders().map(nodeTestStep),
    reliabilityStep(),
    ...checkSteps(),
  ];
}

/** Steps that only CI takes by itself; elsewhere they are named. */
const CI_ONLY = ['addon-arm64'];

/**
 * @param {Step[]} steps
 * @param {string[]} names
 * @returns {Step[]}
 */
function chosen(steps, names) {
  const unknown = names.filter((name) => !steps.some((step) => step.name === name));
  if (unknown.length > 0) {
    const known = [...new Set(steps.map((step) => step.name))].join(', ');
    console.error(`There is no test named ${unknown.join(', ')}. Choose among ${known}.`);
    process.exit(2);
  }
  if (names.length > 0) return steps.filter((step) => names.includes(step.name));
  return process.env.CI ? steps : steps.filter((step) => !CI_ONLY.includes(step.name));
}

/**
 * @param {Step} step
 * @returns {Count}
 */
function runStep(step) {
  const started = Date.now();
  console.log(`${step.name} …`);
  const count = step.run();
  if (count.failed > 0 && count.output) console.log(count.output);
  const seconds = Math.round((Date.now() - started) / 1000);
  console.log(`${step.name}: ${describe(count)} (${seconds} s)`);
  return count;
}

/** @param {Count} count */
function describe({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

const total = { passed: 0, failed: 0, skipped: 0 };
for (const step of chosen(allSteps(), process.argv.slice(2))) {
  const { passed, failed, skipped } = runStep(step);
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
}
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
console.log(describe(total));
