'use strict';

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const { runNodeTests, testFiles } = require('../../../.ci/lib/node-test-step');
const { ROOT, run } = require('./work');

const PROBE = path.join(ROOT, 'tests', 'portability', 'probe.js');

/** The server's releases by the Node release that they run on. */
const RELEASES = { node14: ['5.2', '6.4', '6'], node20: ['7'], node22: ['8'] };

/** An emulated processor is five to ten times slower. */
const PATIENCE = '10';

/** What is tried. */
const FIRST_STEPS = {
  name: 'load, register, sync',
  files: ['registration-by-token', 'sync'].map((name) => `tests/integration/${name}.test.js`),
};
const WHOLE_SUITE = { name: 'whole integration suite', files: testFiles('integration') };

/**
 * @typedef {object} Ground where servers run
 * @property {string} name
 * @property {string[]} [inside] the command that runs another one there, tests and cloud too
 * @property {string} [nodes] or the folder of Node releases that run there, tests and cloud here
 * @property {string[]} releases names of the Node releases, e.g. node22
 * @property {string} [root] its folder, where musl has to be asked for its version
 * @property {string[]} [emulator]
 */

/** @param {Ground} ground @param {string} release @returns {string[]} */
function nodeCommand({ inside = [], nodes }, release) {
  return [...inside, path.join(nodes || path.join(ROOT, 'node_modules'), release, 'bin', 'node')];
}

/** @param {Ground} ground @returns {string} what the loader, which is the libc, says of itself */
function muslVersion({ root, emulator = [] }) {
  const loader = fs.readdirSync(path.join(root, 'lib')).find((name) => name.startsWith('ld-musl-'));
  const { stderr } = spawnSync('chroot', [root, ...emulator, `/lib/${loader}`],
    { encoding: 'utf8' });
  const [, version] = /^Version (\S+)/m.exec(stderr) || [];
  return version;
}

/** @param {Ground} ground @param {string} release @returns {Record<string, string>} */
function facts(ground, release) {
  const seen = JSON.parse(run([...nodeCommand(ground, release), PROBE]));
  if (seen.addon !== 'function') throw new Error(`The addon has no class: ${seen.addon}`);
  return {
    system: seen.system,
    libc: seen.glibc ? `glibc ${seen.glibc}` : `musl ${muslVersion(ground)}`,
    processor: ground.emulator ? `${seen.processor}, emulated` : seen.processor,
    node: seen.node,
  };
}

/**
 * One row: a Node release loads the addon and runs the servers of its releases.
 * @param {Ground} ground
 * @param {string} release
 * @param {typeof FIRST_STEPS} work
 * @returns {import('../../reliability/lib/sections').Row}
 */
function tryRelease(ground, release, work) {
  const releases = RELEASES[release];
  const name = `${work.name} on release${releases.length > 1 ? 's' : ''} ${releases.join(', ')}`;
  let figures = { system: ground.name, node: release };
  try {
    figures = facts(ground, release);
  } catch (error) {
    return { name, ok: false, figures, detail: error.message };
  }
  const chosen = releases.join(' ');
  const count = runNodeTests(`portability-${ground.name}-${release}`, work.files, {
    before: ground.inside && [...ground.inside, `RELEASES=${chosen}`],
    env: {
      RELEASES: chosen,
      ...(ground.nodes && { REGISTRAR_TEST_NODES: ground.nodes }),
      ...(ground.emulator && { REGISTRAR_TEST_PATIENCE: PATIENCE }),
    },
    atOnce: work === WHOLE_SUITE ? 2 : 1,
  });
  return {
    name,
    ok: count.failed === 0 && count.passed > 0,
    figures: {
      ...figures, passed: count.passed, ...(count.failed && { failed: count.failed }),
      ...(count.skipped && { skipped: count.skipped }),
    },
    detail: count.output,
  };
}

/**
 * Tries each Node release of a ground; a quick run tries the newest alone, by its first steps.
 * @param {import('../../reliability/lib/sections').Tools} tools
 * @param {Ground} ground
 * @param {typeof FIRST_STEPS} work
 */
function tryGround({ quick, row }, ground, work) {
  const releases = quick ? ground.releases.slice(-1) : ground.releases;
  for (const release of releases) row(tryRelease(ground, release, quick ? FIRST_STEPS : work));
}

module.exports = { FIRST_STEPS, RELEASES, WHOLE_SUITE, tryGround };
