'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { describe, test } = require('node:test');

const ROOT = path.join(__dirname, '..', '..');
const PAGES = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md',
  ...fs.readdirSync(path.join(ROOT, 'docs')).map((file) => path.join('docs', file))]
  .filter((file) => file.endsWith('.md'));

/** @param {string} page its text @returns {string[]} what a link may lead to inside of it */
function anchorsOf(page) {
  const headings = [...page.replace(/^```[^]*?^```/gm, '').matchAll(/^#+ (.*)$/gm)]
    .map(([, title]) => title.toLowerCase().replace(/[^\w\- ]/g, '').replace(/ /g, '-'));
  return [...headings, ...[...page.matchAll(/<a id="([^"]+)">/g)].map(([, id]) => id)];
}

/** @param {string} file @returns {string} */
const read = (file) => fs.readFileSync(path.join(ROOT, file), 'utf8');

describe('the links of the pages', () => {
  for (const file of PAGES) {
    test(`of ${file} lead somewhere`, () => {
      for (const [, target, anchor] of read(file).matchAll(/\]\(([^)#:]*)(?:#([^)]*))?\)/g)) {
        const page = target === '' ? file : path.join(path.dirname(file), target);
        assert.ok(fs.existsSync(path.join(ROOT, page)), target);
        if (anchor) assert.ok(anchorsOf(read(page)).includes(anchor), `${target}#${anchor}`);
      }
    });
  }

  test('reach every page from README.md', () => {
    const reached = new Set(['README.md']);
    for (const file of reached) {
      for (const [, target] of read(file).matchAll(/\]\(([^)#:]+\.md)(?:#[^)]*)?\)/g)) {
        reached.add(path.join(path.dirname(file), target));
      }
    }
    assert.deepEqual(PAGES.filter((page) => !reached.has(page)), []);
  });
});
