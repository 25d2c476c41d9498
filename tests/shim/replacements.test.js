'use strict';

const assert = require('assert');
const { describe, it } = require('node:test');
const manifest = require('../../manifest.json');
const releases = require('../host/releases.json');
const { replacementsFor } = require('../../js-shim/replacements');

/** Kind and arity of an export, in the words of releases.json. */
function kindOf(value) {
  if (typeof value !== 'function') {
    return typeof value;
  }
  return /^class\b/.test(Function.prototype.toString.call(value))
    ? 'class'
    : `function/${value.length}`;
}

/** What the replacements of a layout export, by module id, without evaluating what they link. */
function exportsOf(layout) {
  const files = new Map(Object.keys(layout.replaces).map((id) => [id, { id }]));
  const made = replacementsFor({ ...layout, files }, { layout });
  return new Map(made.map(([file, factory]) => {
    const exported = {};
    const module = {
      export: (getters) => Object.assign(exported, getters),
      wrapAsync() {},
    };
    factory(undefined, {}, module);
    return [file.id, exported];
  }));
}

for (const layout of manifest.layouts) {
  const { files, version } = releases[layout.name.replace('.x', '')];
  const exported = exportsOf(layout);

  describe(`the replacements for ${version}`, () => {
    for (const id of Object.keys(layout.replaces)) {
      it(`export from ${id} what the original does, in kind and arity`, () => {
        const kinds = Object.fromEntries(Object.entries(exported.get(id))
          .map(([name, getter]) => [name, kindOf(getter())]));
        assert.deepStrictEqual(kinds, files[id].exports);
      });
    }

    it('name exactly the exports that the manifest checks', () => {
      for (const [id, { exports: names }] of Object.entries(layout.replaces)) {
        assert.deepStrictEqual(names.slice().sort(), Object.keys(files[id].exports).sort(), id);
      }
    });

    it('use only files and names that the release has', () => {
      for (const [id, names] of Object.entries(layout.uses)) {
        for (const name of names) {
          assert.ok(files[id] && name in files[id].exports, `${id} ${name}`);
        }
      }
    });

    // The sources of 5.2 and 6.4 were read; no server of theirs has been tried.
    it('were tried on the release', { skip: layout.tested.length === 0 }, () => {
      assert.ok(layout.tested.includes(version));
    });
  });
}
