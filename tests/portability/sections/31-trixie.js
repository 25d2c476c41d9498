'use strict';

const { debianRoot, furnish, inside } = require('../lib/debian');
const { FIRST_STEPS, RELEASES, tryGround } = require('../lib/trial');

/** @param {import('../../reliability/lib/sections').Tools} tools */
async function run(tools) {
  const root = debianRoot('trixie', 'amd64', ['openssl', 'musl']);
  furnish(root);
  tryGround(tools, {
    name: 'trixie', inside: inside(root), releases: Object.keys(RELEASES),
  }, FIRST_STEPS);
  return {};
}

module.exports = { name: 'trixie', title: 'Debian 13', run };
