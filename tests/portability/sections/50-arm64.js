'use strict';

const { EMULATOR, debianRoot, furnish } = require('../lib/debian');
const { arm64Nodes } = require('../lib/nodes');
const { FIRST_STEPS, RELEASES, tryGround } = require('../lib/trial');

/** @param {import('../../reliability/lib/sections').Tools} tools */
async function run(tools) {
  const root = debianRoot('bullseye', 'arm64', ['libstdc++6']);
  furnish(root);
  tryGround(tools, {
    name: 'arm64', nodes: arm64Nodes(root), releases: Object.keys(RELEASES), root,
    emulator: [EMULATOR],
  }, FIRST_STEPS);
  return {};
}

module.exports = { name: 'arm64', title: 'Debian 11 on an emulated arm64', run };
