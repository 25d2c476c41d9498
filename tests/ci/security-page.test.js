'use strict';
// docs/security.md claims nothing without a test: each row names files and tests that exist.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { describe, it } = require('node:test');

const ROOT = path.join(__dirname, '..', '..');
const NAMED_TEST = /`([^`]+)`: "([^"]+)"/g;

const page = fs.readFileSync(path.join(ROOT, 'docs', 'security.md'), 'utf8');
const rows = page.split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (what|---)\b/.test(line))
  .filter((line) => !line.startsWith('| --- '))
  .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '')));

/** Whether `file` has a test of this name: GoogleTest's or node:test's. */
function hasTest(file, name) {
  const source = fs.readFileSync(path.join(ROOT, file), 'utf8');
  return file.endsWith('.cc')
    ? new RegExp(String.raw`^TEST(?:_[FP])?\(\w+,\s*${name}\)`, 'm').test(source)
    : ['it', 'test'].some((call) => source.includes(`${call}('${name}'`));
}

describe('the page on security', () => {
  it('has rows', () => assert.ok(rows.length > 15, `${rows.length} rows`));

  for (const [claim, code, tests] of rows) {
    it(`shows that ${claim}`, () => {
      const file = code.match(/^`([^`]+)`$/);
      assert.ok(file && fs.existsSync(path.join(ROOT, file[1])), `${code} does not exist`);
      const named = [...tests.matchAll(NAMED_TEST)];
      assert.equal(named.length, tests.split('; ').length, tests);
      for (const [, testFile, name] of named) {
        assert.ok(hasTest(testFile, name), `${testFile} has no test "${name}"`);
      }
    });
  }
});
