'use strict';
// Run by the Node release on trial, 14 as well: what it runs on, once it has loaded the addon.

const fs = require('fs');

const { loadAddon } = require('../../js-shim/addon');

const { Registrar } = loadAddon();
const [, system] = /^PRETTY_NAME="(.*)"$/m.exec(fs.readFileSync('/etc/os-release', 'utf8'));

process.stdout.write(JSON.stringify({
  system,
  node: process.version.slice(1),
  processor: process.arch,
  addon: typeof Registrar,
  // Missing on musl.
  glibc: process.report.getReport().header.glibcVersionRuntime,
}));
