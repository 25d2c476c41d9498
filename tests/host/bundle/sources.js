'use strict';

const fs = require('fs');
const path = require('path');

const VARIANT = /\.r(\d+)\.js$/;

/**
 * Lists the JavaScript sources below a folder as one release sees them. `name.r6.js` is the
 * variant of `name.js` for release 6, `name.r78.js` the one for 7 and 8; a variant beats the plain
 * file, and a file that has only variants exists in no other release.
 *
 * @param {string} folder
 * @param {string} release '6', '7' or '8'
 * @returns {Map<string, string>} logical path (`a/b.js`, forward slashes) to absolute file name
 */
function listSources(folder, release) {
  const chosen = new Map();
  for (const file of walk(folder)) {
    const relative = path.relative(folder, file).split(path.sep).join('/');
    const variant = VARIANT.exec(relative);
    if (!variant) {
      if (!chosen.has(relative)) {
        chosen.set(relative, file);
      }
    } else if (variant[1].includes(release)) {
      chosen.set(relative.replace(VARIANT, '.js'), file);
    }
  }
  return new Map([...chosen].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * @param {string} folder
 * @returns {string[]} every file below the folder, sorted
 */
function walk(folder) {
  return fs.readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const full = path.join(folder, entry.name);
      return entry.isDirectory() ? walk(full) : [full];
    });
}

module.exports = { listSources, walk };
