'use strict';

const { EMULATOR, debianRoot, furnish } = require('../lib/debian');
const { muslArm64Nodes } = require('../lib/nodes');
const { FIRST_STEPS, tryGround } = require('../lib/trial');

/** @param {import('../../reliability/lib/sections').Tools} tools */
async function run(tools) {
  const root = debianRoot('trixie', 'arm64', ['musl']);
  furnish(root);
  tryGround(tools, {
    name: 'musl-arm64', nodes: muslArm64Nodes(root), releases: ['node22'], root,
    emulator: [EMULATOR],
  }, FIRST_STEPS);
  return { notes: ['Node 14 and Node 20 on musl on arm64: no package registry carries them.'] };
}

module.exports = { name: 'musl-arm64', title: 'Node for musl on an emulated arm64', run };
