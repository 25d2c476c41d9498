'use strict';
// Run by the Node release on trial, 14 as well: what it runs on, once it has loaded the addon.

const fs = require('fs');

const { loadAddon } = require('../../js-shim/addon');

const { Registrar } = loadAddon();
const maps = fs.readFileSync('/proc/self/maps', 'utf8');
const [, system] = /^PRETTY_NAME="(.*)"$/m.exec(fs.readFileSync('/etc/os-release', 'utf8'));
// The loader of musl is its libc; a process on glibc has neither.
const [loader] = /\/\S*(ld-musl-\w+\.so\.1|-linux-musl\/libc\.so)/.exec(maps) || [];

process.stdout.write(JSON.stringify({
  system,
  node: process.version.slice(1),
  processor: process.arch,
  addon: typeof Registrar,
  glibc: process.report.getReport().header.glibcVersionRuntime,
  loader,
}));
