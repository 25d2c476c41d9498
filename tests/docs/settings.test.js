'use strict';

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { describe, test } = require('node:test');
const definitions = require('../../settings/settings.json');

const ROOT = path.join(__dirname, '..', '..');
const page = fs.readFileSync(path.join(ROOT, 'docs', 'settings.md'), 'utf8');
const settings = definitions.sections.flatMap((section) => section.settings);

/** The line of the page's tables about one setting. */
const rowOf = (id) => page.split('\n').find((line) => line.startsWith(`| \`${id}\` |`));

describe('docs/settings.md', () => {
  for (const { id, type, default: value, values } of settings) {
    test(`tells of ${id}`, () => {
      const row = rowOf(id);
      assert.ok(row, `${id} has no row`);
      if (['select', 'int'].includes(type) || (type === 'string' && value !== '')) {
        assert.ok(row.includes(`| \`${value}\` |`), `${id}: the default is ${value}`);
      }
      for (const { key } of values || []) {
        assert.ok(row.includes(`\`${key}\``), `${id}: ${key} is allowed`);
      }
    });
  }

  test('tells of no setting that is not there', () => {
    const told = [...page.matchAll(/^\| `(Registrar_\w+)` \|/gm)].map(([, id]) => id);
    assert.deepStrictEqual(told.sort(), settings.map(({ id }) => id).sort());
  });
});

describe('the links of the pages', () => {
  const pages = ['README.md', 'CONTRIBUTING.md',
    ...fs.readdirSync(path.join(ROOT, 'docs')).map((file) => path.join('docs', file))]
    .filter((file) => file.endsWith('.md'));
  for (const file of pages) {
    test(`of ${file} lead somewhere`, () => {
      const text = fs.readFileSync(path.join(ROOT, file), 'utf8');
      for (const [, target] of text.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)) {
        assert.ok(fs.existsSync(path.join(ROOT, path.dirname(file), target)), target);
      }
    });
  }
});
