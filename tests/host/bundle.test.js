'use strict';

const assert = require('assert');
const { test } = require('node:test');
const { RELEASES, startFor } = require('./helpers');
const releases = require('./releases.json');

/** An own export, or one handed on from a linked module. */
function exportOf(name, release) {
  const own = release === '8' ? `[{,]${name}:\\(\\)=>` : `\\n {2}${name}: \\(\\) => `;
  return new RegExp(`${own}|[{,]${name}:"${name}"`);
}

for (const release of RELEASES) {
  test(`release ${release} has the modules of the real server`, { timeout: 60000 }, async (t) => {
    const host = await startFor(t, { release, preload: 'describe-modules.js' });
    const line = await host.waitForLine(/^MODULES /);
    const found = JSON.parse(line.slice('MODULES '.length));
    const { files, topFolders } = releases[release];

    for (const [id, expected] of Object.entries(files)) {
      const { source, async: isAsync, exports } = found.files[id];
      assert.strictEqual(isAsync, expected.async, `${id} async`);
      if (expected.exports) {
        assert.deepStrictEqual(exports, expected.exports, id);
      }
      assert.match(source, /^function module\(require,exports,module\)\{\n\n\/{8,}\n/, id);
      for (const name of Object.keys(expected.exports || {})) {
        assert.match(source, exportOf(name, release), `${id} ${name}`);
      }
      if (expected.async || release === '6') {
        assert.strictEqual(/\n!module\.wrapAsync\(/.test(source), expected.async, id);
      }
    }
    const cloudFiles = Object.keys(files).filter((id) => id.startsWith('/app/cloud/server/'));
    assert.deepStrictEqual(found.cloudFiles.sort(), cloudFiles.sort());
    assert.deepStrictEqual(found.topFolders.sort(), [...topFolders].sort());
    assert.strictEqual(found.defined[2], 'modules-runtime');
  });
}
