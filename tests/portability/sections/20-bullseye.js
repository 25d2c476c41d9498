'use strict';

const { debianRoot, furnish, inside } = require('../lib/debian');
const { WHOLE_SUITE, RELEASES, tryGround } = require('../lib/trial');

/** @param {import('../../reliability/lib/sections').Tools} tools */
async function run(tools) {
  const root = debianRoot('bullseye', 'amd64', ['openssl']);
  furnish(root);
  tryGround(tools, {
    name: 'bullseye', inside: inside(root), releases: Object.keys(RELEASES),
  }, WHOLE_SUITE);
  return {};
}

module.exports = { name: 'bullseye', title: 'Debian 11', run };
