'use strict';

const crypto = require('crypto');
const fs = require('fs');
const path = require('path');
const { buildBundle } = require('./build');
const { walk } = require('./sources');

const HOST = path.join(__dirname, '..');
const OUTPUT = path.join(HOST, '..', '..', 'build', 'host');
const SOURCE_FOLDERS = ['app', 'bundle', 'npm', 'packages', 'public', 'store'];

/**
 * Returns the bundle folder of a release and builds it first when there is none of the present
 * sources. Several processes may ask at once: each builds in a folder of its own and the first to
 * finish gives it the common name.
 *
 * @param {string} release a key of releases.json
 * @returns {string} absolute path; its name ends in the hash of the sources
 */
function prepareBundle(release) {
  const target = path.join(OUTPUT, release, sourceHash());
  if (fs.existsSync(target)) {
    return target;
  }
  fs.mkdirSync(path.dirname(target), { recursive: true });
  const scratch = fs.mkdtempSync(path.join(path.dirname(target), '.building-'));
  try {
    buildBundle(release, scratch);
    fs.renameSync(scratch, target);
  } catch (error) {
    fs.rmSync(scratch, { recursive: true, force: true });
    if (!fs.existsSync(target)) {
      throw error;
    }
  }
  return target;
}

function sourceHash() {
  const hash = crypto.createHash('sha256');
  const files = SOURCE_FOLDERS.flatMap((folder) => walk(path.join(HOST, folder)));
  for (const file of [...files, path.join(HOST, 'releases.json')]) {
    hash.update(`${path.relative(HOST, file)}\0`).update(fs.readFileSync(file)).update('\0');
  }
  return hash.digest('hex').slice(0, 16);
}

module.exports = { prepareBundle };
