'use strict';

const assert = require('node:assert');
const fs = require('node:fs');
const { describe, test } = require('node:test');
const {
  catalogueFile, codesFile, pageFile, readCatalogue, renderCodes, renderErrors,
} = require('../../.ci/generate-errors');

const catalogue = fs.readFileSync(catalogueFile, 'utf8');

describe('docs/errors.md', () => {
  test('says what the catalogue says', () => {
    assert.ok(
      fs.readFileSync(pageFile, 'utf8') === renderErrors(catalogue),
      'docs/errors.md is out of date: run .ci/node .ci/generate-errors.js',
    );
  });

  test('has a line for every row of the catalogue', () => {
    const rows = catalogue.match(/^REGISTRAR_ERROR\(/gm).length;
    const lines = fs.readFileSync(pageFile, 'utf8').match(/^\| <a id="([a-z0-9.-]+)"><\/a>`[a-z0-9.-]+` \|/gm).length;
    assert.strictEqual(lines, rows);
  });
});

describe('docs/troubleshooting.md', () => {
  test('leads from every code to its cause and remedy', () => {
    const page = fs.readFileSync(codesFile, 'utf8');
    assert.ok(page === renderCodes(page, catalogue),
      'docs/troubleshooting.md is out of date: run .ci/node .ci/generate-errors.js');
    const errors = fs.readFileSync(pageFile, 'utf8');
    const codes = readCatalogue(catalogue).flatMap(({ rows }) => rows.map(({ code }) => code));
    assert.ok(codes.length > 50);
    for (const code of codes) {
      assert.ok(page.includes(`[${code}](errors.md#${code})`), code);
      assert.ok(errors.includes(`<a id="${code}">`), code);
    }
  });
});

describe('the catalogue', () => {
  const explanation = '// What this file is.\n\n';
  const row = 'REGISTRAR_ERROR(kOne, "a.one", "It "\n  "failed.", "Try \\"again\\".", true)\n';

  test('is read with its sections, with texts of several lines put together', () => {
    assert.deepStrictEqual(readCatalogue(`${explanation}// First things.\n${row}`), [{
      title: 'First things',
      rows: [{
        name: 'kOne', code: 'a.one', cause: 'It failed.', remedy: 'Try "again".', retryable: true,
      }],
    }]);
  });

  test('is refused, with the line, when a row cannot be read', () => {
    const damaged = `${explanation}// First things.\n${row}${row.replace('true', 'perhaps')}`;
    assert.throws(() => readCatalogue(damaged), /error_catalogue\.inc:6 /);
  });

  test('is refused when a row stands in no section', () => {
    assert.throws(() => readCatalogue(explanation + row), /error_catalogue\.inc:3 /);
  });
});
