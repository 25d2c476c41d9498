'use strict';

const { debianRoot, furnish, inside } = require('../lib/debian');
const { FIRST_STEPS, RELEASES, tryGround } = require('../lib/trial');

/** @param {import('../../reliability/lib/sections').Tools} tools */
async function run(tools) {
  const root = debianRoot('bookworm', 'amd64', ['openssl']);
  furnish(root);
  tryGround(tools, {
    name: 'bookworm', inside: inside(root), releases: Object.keys(RELEASES),
  }, FIRST_STEPS);
  return {};
}

module.exports = { name: 'bookworm', title: 'Debian 12', run };
