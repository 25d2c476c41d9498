'use strict';

const assert = require('assert');
const { describe, it } = require('node:test');
const { exportedNames } = require('../../js-shim/exports-reader');

/** A module's function whose source text is `body`. */
function moduleWith(body) {
  return new Function('require', 'exports', 'module', body);
}

const FORMS = [
  ['names over several lines',
    'module.export({\n  first: () => first,\n  second: () => second\n});', ['first', 'second']],
  ['compact names',
    '!module.wrapAsync(async function(m){module.export({a:()=>b,c:()=>d},true)})', ['a', 'c']],
  ['functions as getters', 'module.export({ name: function () { return { other: 1 }; } });',
    ['name']],
  ['quoted names', 'module.export({ "default": () => x, \'other\': () => y });',
    ['default', 'other']],
  ['a default export of a value', 'module.exportDefault({ a: 1 });', ['default']],
  ['what is handed on', 'module.link("./api", { API: "API" }, 0);', ['API']],
  ['what is handed on by another name', 'module.link("./a", { default: "Named", b: "c" }, 0);',
    ['Named', 'c']],
  ['a module under another variable', 'module1.export({ a: () => a });', ['a']],
  ['several exports', 'module.export({ a: () => a }); module.export({ b: () => b });', ['a', 'b']],
  ['comments and strings', 'module.export({ /* {x: 1} */ a: () => "}{", // no: 1\n b: () => b });',
    ['a', 'b']],
];

describe('exportedNames', () => {
  for (const [form, body, names] of FORMS) {
    it(`reads ${form}`, () => {
      assert.deepStrictEqual([...exportedNames(moduleWith(body))], names);
    });
  }

  it('leaves out what a module only imports', () => {
    const body = 'let a; module.link("./x", { a(v) { a = v; }, b: function (v) { a = v; } }, 0);';
    assert.deepStrictEqual([...exportedNames(moduleWith(body))], []);
  });
});
