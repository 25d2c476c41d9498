'use strict';

// Reads and compiles the files that are named on the command line, as loading them would, without
// running them, and reads, checks and loads the addon: what remains of a start when the module does
// nothing. Prints the milliseconds.

const crypto = require('crypto');
const fs = require('fs');
const Module = require('module');
const vm = require('vm');

const [addon, ...files] = process.argv.slice(2);

// A server has used all of this before.
crypto.createHash('sha256').update('').digest('hex');
new vm.Script('0');

const started = process.hrtime.bigint();
for (const filename of files) {
  new vm.Script(Module.wrap(fs.readFileSync(filename, 'utf8')), { filename });
}
crypto.createHash('sha256').update(fs.readFileSync(addon)).digest('hex');
require(addon);
console.log(Number(process.hrtime.bigint() - started) / 1e6);
