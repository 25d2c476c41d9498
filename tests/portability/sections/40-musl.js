'use strict';

const { debianRoot, furnish } = require('../lib/debian');
const { muslNodes } = require('../lib/nodes');
const { WHOLE_SUITE, tryGround } = require('../lib/trial');

const NOTES = [
  'Node 14 on musl: no package registry carries one.',
  'Node on musl 1.2.3: the C++ library that comes with it has packed relocations, which musl reads'
    + ' from 1.2.4 on. The addon has none, and its part without V8 runs on musl 1.2.3 in every'
    + ' test run (`tests/addon/musl.test.js`).',
];

/** @param {import('../../reliability/lib/sections').Tools} tools */
async function run(tools) {
  const root = debianRoot('trixie', 'amd64', ['openssl', 'musl']);
  furnish(root);
  tryGround(tools, {
    name: 'musl', nodes: muslNodes(root), releases: ['node20', 'node22'], root,
  }, WHOLE_SUITE);
  return { notes: NOTES };
}

module.exports = { name: 'musl', title: 'Node for musl, with the musl of Debian 13', run };
