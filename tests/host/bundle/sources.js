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
 * @param {string} variants the signs of the release, its own first: 5.2 is `56`, which takes
 *     `name.r5.js`, else `name.r6.js`, else `name.js`
 * @returns {Map<string, string>} logical path (`a/b.js`, forward slashes) to absolute file name
 */
function listSources(folder, variants) {
  const chosen = new Map();
  for (const file of walk(folder)) {
    const relative = path.relative(folder, file).split(path.sep).join('/');
    const name = relative.replace(VARIANT, '.js');
    const rank = rankOf(VARIANT.exec(relative), variants);
    const best = chosen.get(name);
    if (rank !== undefined && (!best || rank < best.rank)) {
      chosen.set(name, { file, rank });
    }
  }
  return new Map([...chosen].map(([name, { file }]) => [name, file])
    .sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** How well a file suits a release, the least is the best; nothing when it is not for it. */
function rankOf(variant, variants) {
  if (!variant) {
    return variants.length;
  }
  const rank = [...variants].findIndex((sign) => variant[1].includes(sign));
  return rank < 0 ? undefined : rank;
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
