'use strict';

const fs = require('fs');
const path = require('path');

// Where an addon may lie: in a package, and in a tree that was built by hand.
const FOLDERS = ['prebuilt', path.join('build', 'addon')]
  .map((folder) => path.join(__dirname, '..', folder));

/**
 * Loads the addon for this Node release and processor. The file is compared with the checksum that
 * was written beside it when it was built: a damaged file must not reach the dynamic loader, which
 * may end the process.
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
  checkSum(file);
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
 * @throws {Error}
 */
function checkSum(file) {
  let expected;
  try {
    expected = fs.readFileSync(`${file}.sha256`, 'utf8').trim().split(/\s+/)[0];
  } catch (_) {
    throw new Error(`the checksum of the addon ${path.basename(file)} is missing.`);
  }
  // Not loaded with this file: the server has loaded it by now.
  const actual = require('crypto').createHash('sha256').update(fs.readFileSync(file)).digest('hex');
  if (actual !== expected) {
    throw new Error(`the addon ${path.basename(file)} is damaged; install the module again.`);
  }
}

module.exports = { loadAddon };
