'use strict';
// What binutils reads off the built files and off the programs that load them.

const { execFileSync } = require('child_process');
const fs = require('fs');
const path = require('path');

const root = path.join(__dirname, '..', '..');
const arch = process.arch;

/** @param {number} abi @param {string} processor */
function addonFile(abi, processor) {
  return path.join(root, 'build', 'addon', `registrar.abi${abi}.${processor}.node`);
}

/**
 * The Node releases that an addon is built for, and the ABI of each; `foreign` is the one for
 * another processor, which the tests alone do not build.
 */
const RELEASES = [
  { release: 14, abi: 83 },
  { release: 20, abi: 115 },
  { release: 22, abi: 127 },
].map(({ release, abi }) => ({
  release,
  abi,
  addon: addonFile(abi, arch),
  foreign: addonFile(abi, 'arm64'),
  probe: path.join(root, 'build', `node${release}`, 'tests', 'registrar_core_probe.so'),
  node: path.join(root, 'node_modules', `node${release}`, 'bin', 'node'),
}));

/**
 * @param {string} program
 * @param {string[]} args
 */
function run(program, args) {
  return execFileSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
}

/**
 * @param {string} file
 * @param {string[]} options
 */
function readelf(file, ...options) {
  if (!fs.existsSync(file)) {
    throw new Error(`${file} does not exist. Build it with \`npm run build\`.`);
  }
  return run('readelf', ['-W', ...options, file]);
}

/**
 * @param {string} file
 * @returns {{name: string, weak: boolean}[]} what the file expects to find in the process
 */
function undefinedSymbols(file) {
  const lines = run('nm', ['-D', '--undefined-only', file]).trim().split('\n');
  return lines.map((line) => {
    const [kind, name] = line.trim().split(/\s+/);
    return { name, weak: kind === 'w' || kind === 'v' };
  });
}

/**
 * @param {string} file
 * @returns {Set<string>} what the file gives to others, without versions
 */
function definedSymbols(file) {
  const lines = run('nm', ['-D', '--defined-only', file]).trim().split('\n');
  return new Set(lines.map((line) => line.trim().split(/\s+/).pop().replace(/@.*/, '')));
}

module.exports = { RELEASES, definedSymbols, readelf, root, run, undefinedSymbols };
