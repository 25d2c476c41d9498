'use strict';

const assert = require('assert');
const { test } = require('node:test');
const { OLD_RELEASES, RELEASES, startFor } = require('./helpers');
const releases = require('./releases.json');

/** An own export, or one handed on from a linked module. */
function exportOf(name, family) {
  const own = family === '8' ? `[{,]${name}:\\(\\)=>` : `\\n {2}${name}: \\(\\) => `;
  return new RegExp(`${own}|[{,]${name}:"${name}"`);
}

for (const release of [...OLD_RELEASES, ...RELEASES]) {
  test(`release ${release} has the modules of the real server`, { timeout: 60000 }, async (t) => {
    const host = await startFor(t, { release, preload: 'describe-modules.js' });
    const line = await host.waitForLine(/^MODULES /);
    const found = JSON.parse(line.slice('MODULES '.length));
    const { family, files, lacks, topFolders } = releases[release];

    for (const [id, expected] of Object.entries(files)) {
      const { source, async: isAsync, exports } = found.files[id];
      assert.strictEqual(isAsync, expected.async, `${id} async`);
      if (expected.exports) {
        assert.deepStrictEqual(exports, expected.exports, id);
      }
      assert.match(source, /^function module\(require,exports,module\)\{\n\n\/{8,}\n/, id);
      for (const name of Object.keys(expected.exports || {})) {
        assert.match(source, exportOf(name, family), `${id} ${name}`);
      }
      if (expected.async || family === '6') {
        assert.strictEqual(/\n!module\.wrapAsync\(/.test(source), expected.async, id);
      }
    }
    for (const id of lacks) {
      assert.strictEqual(found.lacked[id], '', `${id} should not be there`);
    }
    const cloudFiles = Object.keys(files).filter((id) => id.startsWith('/app/cloud/server/'));
    assert.deepStrictEqual(found.cloudFiles.sort(), cloudFiles.sort());
    assert.deepStrictEqual(found.topFolders.sort(), [...topFolders].sort());
    assert.strictEqual(found.defined[2], 'modules-runtime');
  });
}
