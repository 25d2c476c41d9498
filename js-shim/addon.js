'use strict';

const fs = require('fs');
const path = require('path');

// Where an addon may lie: in a package, and in a tree that was built by hand.
const FOLDERS = ['prebuilt', path.join('build', 'addon')]
  .map((folder) => path.join(__dirname, '..', folder));

// Where an ELF file names its processor, and by which numbers.
const E_MACHINE = 18;
/** @type {Object<string, number>} */
const MACHINES = { x64: 62, arm64: 183 };

/**
 * Loads the addon for this Node release and processor. The file is compared with the checksum that
 * was written beside it when it was built, and is to be for this processor: others must not reach
 * the dynamic loader, which may end the process. The one of musl looks at no processor.
 *
 * @returns {{Registrar: new (port: object, config: object) => any}}
 * @throws {Error} with one sentence that says what is wrong
 */
function loadAddon() {
  const name = `registrar.abi${process.versions.modules}.${process.arch}.node`;
  const file = FOLDERS.map((folder) => path.join(folder, name)).find((one) => fs.existsSync(one));
  if (!file) {
    throw new Error(`there is no addon for Node ${process.version} (ABI `
      + `${process.versions.modules}, ${process.arch}).`);
  }
  const content = fs.readFileSync(file);
  checkSum(file, content);
  checkProcessor(file, content);
  let addon;
  try {
    addon = require(file);
  } catch (error) {
    throw new Error(`the addon ${name} cannot be loaded: `
      + `${error instanceof Error ? error.message : String(error)}.`);
  }
  if (typeof addon.Registrar !== 'function') {
    throw new Error(`the addon ${name} is not this module's.`);
  }
  return addon;
}

/**
 * @param {string} file
 * @param {Buffer} content
 * @throws {Error}
 */
function checkSum(file, content) {
  let expected;
  try {
    expected = fs.readFileSync(`${file}.sha256`, 'utf8').trim().split(/\s+/)[0];
  } catch (_) {
    throw new Error(`the checksum of the addon ${path.basename(file)} is missing.`);
  }
  // Not loaded with this file: the server has loaded it by now.
  const actual = require('crypto').createHash('sha256').update(content).digest('hex');
  if (actual !== expected) {
    throw new Error(`the addon ${path.basename(file)} is damaged; install the module again.`);
  }
}

/**
 * @param {string} file
 * @param {Buffer} content
 * @throws {Error}
 */
function checkProcessor(file, content) {
  if (content.readUInt16LE(E_MACHINE) !== MACHINES[process.arch]) {
    throw new Error(`the addon ${path.basename(file)} cannot be loaded: it is for another `
      + 'processor; install the module again.');
  }
}

module.exports = { loadAddon };
