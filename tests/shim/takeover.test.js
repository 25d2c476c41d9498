'use strict';

const assert = require('assert');
const { describe, it, mock } = require('node:test');
const manifest = require('../../manifest.json');
const { findFile } = require('../../js-shim/tree');
const { takeOver } = require('../../js-shim/takeover');
const addonModule = require('../../js-shim/addon');

/** The tree of an application that fits `layout`, made from the manifest. */
function fittingTree(layout, version) {
  const tree = {};
  const put = (id, body) => {
    const parts = id.split('/').slice(1);
    const name = parts.pop();
    const folder = parts.reduce((at, part) => {
      at[part] = at[part] || {};
      return at[part];
    }, tree);
    folder[name] = new Function('require', 'exports', 'module', body);
  };
  const exporting = (names) => `module.export({ ${names.map((name) => `${name}: () => ${name}`)
    .join(', ')} });`;
  Object.entries(layout.uses).forEach(([id, names]) => put(id, exporting(names)));
  Object.entries(layout.replaces).forEach(([id, file]) => put(id, exporting(file.exports)));
  put('/app/utils/rocketchat.info', `var Info = {"version": "${version}"};`);
  return tree;
}

/** What takeOver says on the console, one line. */
function saidDuring(work) {
  const lines = [];
  const log = mock.method(console, 'log', (line) => lines.push(line));
  const warn = mock.method(console, 'warn', (line) => lines.push(line));
  try {
    work();
  } finally {
    log.mock.restore();
    warn.mock.restore();
  }
  return lines;
}

const [LAYOUT] = manifest.layouts.filter(({ major }) => major === 8);
const IDS = Object.keys(LAYOUT.replaces);

describe('takeOver', () => {
  const sourcesOf = (tree) => IDS.map((id) => findFile(tree, id).source);

  it('says in one line why a release does not fit, and changes nothing', () => {
    const tree = fittingTree(LAYOUT, '9.1.0');
    const before = sourcesOf(tree);
    const lines = saidDuring(() => takeOver(tree, manifest));
    assert.strictEqual(lines.length, 1);
    assert.match(lines[0], /^Registrar not active on Rocket\.Chat 9\.1\.0: .* its own code\.$/);
    assert.deepStrictEqual(sourcesOf(tree), before);
  });

  it('changes nothing when there is no addon for this Node', () => {
    const tree = fittingTree(LAYOUT, '8.6.1');
    const before = sourcesOf(tree);
    const abi = Object.getOwnPropertyDescriptor(process.versions, 'modules');
    Object.defineProperty(process.versions, 'modules', { ...abi, value: '1' });
    try {
      const lines = saidDuring(() => takeOver(tree, manifest));
      assert.strictEqual(lines.length, 1);
      assert.match(lines[0], /not active: there is no addon .*ABI 1/);
    } finally {
      Object.defineProperty(process.versions, 'modules', abi);
    }
    assert.deepStrictEqual(sourcesOf(tree), before);
  });

  it('replaces every file of the layout, and says so', () => {
    const tree = fittingTree(LAYOUT, '8.6.1');
    const before = sourcesOf(tree);
    const lines = saidDuring(() => takeOver(tree, manifest));
    assert.deepStrictEqual(lines, [
      `Registrar ${require('../../package.json').version} is active on Rocket.Chat 8.6.1: `
      + `${IDS.length} of its files are replaced.`,
    ]);
    sourcesOf(tree).forEach((source, index) => assert.notStrictEqual(source, before[index]));
  });

  it('warns once when a release fits that has not been tried', () => {
    const lines = saidDuring(() => takeOver(fittingTree(LAYOUT, '8.99.0'), manifest));
    assert.strictEqual(lines.length, 1);
    assert.match(lines[0], /active on Rocket\.Chat 8\.99\.0.*has not been tested/);
  });

  it('keeps a damaged addon from the dynamic loader', () => {
    const fs = require('fs');
    const read = fs.readFileSync;
    const damaged = mock.method(fs, 'readFileSync', (file, ...rest) => (
      String(file).endsWith('.node') ? Buffer.from('damaged') : read(file, ...rest)));
    try {
      assert.throws(() => addonModule.loadAddon(), /damaged/);
    } finally {
      damaged.mock.restore();
    }
  });
});
