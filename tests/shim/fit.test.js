'use strict';

const assert = require('assert');
const { describe, it } = require('node:test');
const { chooseLayout } = require('../../js-shim/fit');
const { serverVersion } = require('../../js-shim/tree');

const LAYOUT = {
  name: '8.x',
  major: 8,
  tested: ['8.6.1'],
  services: {},
  uses: { '/app/kept.ts': ['kept'] },
  replaces: { '/app/cloud/taken.ts': { exports: ['taken'], replacement: 'taken' } },
};
const MANIFEST = { layouts: [LAYOUT] };

function exporting(...names) {
  return new Function('require', 'exports', 'module',
    `module.export({ ${names.map((name) => `${name}: () => ${name}`).join(', ')} });`);
}

function tree(changes = {}) {
  const files = { 'kept.ts': exporting('kept'), 'cloud/taken.ts': exporting('taken'), ...changes };
  return {
    app: {
      'kept.ts': files['kept.ts'],
      cloud: { 'taken.ts': files['cloud/taken.ts'] },
    },
  };
}

describe('chooseLayout', () => {
  it('accepts a tree that has every file and every name', () => {
    const { layout } = chooseLayout(tree(), MANIFEST, '8.6.1');
    assert.deepStrictEqual([...layout.files.keys()], ['/app/cloud/taken.ts']);
  });

  it('accepts a release that was not tried when it fits', () => {
    assert.ok(chooseLayout(tree(), MANIFEST, '8.9.0').layout);
  });

  it('finds the file at the end of an array', () => {
    const files = { 'cloud/taken.ts': ['./dependency', exporting('taken')] };
    assert.ok(chooseLayout(tree(files), MANIFEST, '8.6.1').layout);
  });

  it('says which file is missing', () => {
    const { layout, reason } = chooseLayout(
      tree({ 'cloud/taken.ts': undefined }), MANIFEST, '8.6.1',
    );
    assert.strictEqual(layout, undefined);
    assert.match(reason, /\/app\/cloud\/taken\.ts/);
  });

  it('says which export is missing, of a file that stays as well', () => {
    const { layout, reason } = chooseLayout(
      tree({ 'kept.ts': exporting('other') }), MANIFEST, '8.6.1',
    );
    assert.strictEqual(layout, undefined);
    assert.match(reason, /\/app\/kept\.ts does not export kept/);
  });

  it('knows which releases it knows', () => {
    assert.match(chooseLayout(tree(), MANIFEST, '9.0.0').reason, /8\.x/);
    assert.match(chooseLayout(tree(), MANIFEST, '').reason, /8\.x/);
  });

  it('is not fooled by names of Object.prototype', () => {
    const layout = { ...LAYOUT, uses: { '/constructor/prototype.ts': [] } };
    assert.strictEqual(chooseLayout(tree(), { layouts: [layout] }, '8.6.1').layout, undefined);
  });
});

describe('serverVersion', () => {
  const withInfo = (body) => ({
    app: { utils: { 'rocketchat.info': new Function('require', 'exports', 'module', body) } },
  });

  it('reads the version off the text without running it', () => {
    const body = 'throw new Error("ran"); var Info = {"version": "8.6.1", "build": {}};';
    assert.strictEqual(serverVersion(withInfo(body)), '8.6.1');
  });

  it('reads release candidates', () => {
    assert.strictEqual(serverVersion(withInfo('var a={version:"8.7.0-rc.1"}')), '8.7.0-rc.1');
  });

  it('says nothing when there is nothing', () => {
    assert.strictEqual(serverVersion(withInfo('var a = 1;')), '');
    assert.strictEqual(serverVersion({}), '');
  });
});
