'use strict';
// Prints the package.json of what is given out: the tree's own without all that is for building.
// The arguments are the processors that it has addons for.

const KEPT = ['name', 'version', 'description', 'type', 'bin', 'engines'];

const manifest = require('../../package.json');

const given = {
  ...Object.fromEntries(KEPT.map((key) => [key, manifest[key]])),
  os: ['linux'],
  cpu: process.argv.slice(2),
};
process.stdout.write(`${JSON.stringify(given, null, 2)}\n`);
