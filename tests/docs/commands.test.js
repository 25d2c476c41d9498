'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { describe, test } = require('node:test');

const { parseArguments } = require('../../js-shim/command/arguments');
const { commands } = require('../../js-shim/command/commands');
const { commandLine: setupLine } = require('../../js-shim/setup/main');
const { scripts } = require('../../package.json');

const ROOT = path.join(__dirname, '..', '..');
const TYPED = 'tests/integration/documentation.test.js';
const ON_A_MACHINE = 'tests/deploy/running.test.js';
/** The tests that run the commands of a page. Those of npm are looked at one by one below. */
const TRIED = {
  'README.md': [TYPED, ON_A_MACHINE],
  'CONTRIBUTING.md': [],
  'docs/air-gapped.md': [TYPED],
  'docs/install.md': [TYPED],
  'docs/operation.md': [TYPED],
  'docs/removing.md': [ON_A_MACHINE],
  'docs/running.md': [ON_A_MACHINE],
  'docs/updating.md': [ON_A_MACHINE],
  'docs/ways-to-register.md': [TYPED],
};
const PAGES = ['README.md', 'CONTRIBUTING.md', ...fs.readdirSync(path.join(ROOT, 'docs'))
  .filter((name) => name.endsWith('.md')).map((name) => path.join('docs', name))];
const CATALOGUE = fs.readFileSync(path.join(ROOT, 'module/base/error_catalogue.inc'), 'utf8');
const codes = [...CATALOGUE.matchAll(/REGISTRAR_ERROR\(\s*k\w+,\s*"([^"]+)"/g)].map(([, code]) => code);

/** @param {string} text @param {RegExp} pattern @returns {string[]} */
const found = (text, pattern) => [...text.matchAll(pattern)].map(([, one]) => one.trim());

for (const page of PAGES) {
  const text = fs.readFileSync(path.join(ROOT, page), 'utf8');
  describe(page, () => {
    for (const line of found(text, /(?:^|`|-- )registrar ([a-z][^\n`#]*)/gm)) {
      test(`registrar ${line}`, () => {
        const { words } = parseArguments(line.replace(/\s*[|>)].*$/, '').split(/\s+/));
        assert.ok(words[0] in commands, words[0]);
      });
    }

    for (const line of found(text, /(?:^|`|^ {4})registrar-setup ([a-z][^\n`#]*)/gm)) {
      test(`registrar-setup ${line}`, () => {
        const { words } = parseArguments(line.split(/\s+/), setupLine());
        assert.ok(setupLine().commands.includes(words[0]), words[0]);
      });
    }

    test('has no commands that are not tried', () => {
      const blocks = found(text, /^ *```sh\n([^]*?)^ *```$/gm);
      assert.ok(blocks.length === 0 || page in TRIED, `${page}: say in TRIED by which test`);
      if (page in TRIED) {
        assert.ok(blocks.length > 0, 'it has commands');
        for (const file of TRIED[page]) {
          const source = fs.readFileSync(path.join(ROOT, file), 'utf8');
          assert.ok(source.includes(path.basename(page)), `${file} does not name ${page}`);
        }
      }
    });

    for (const script of found(text, /npm (?:run )?(setup|build|demo|test|lint|format|[a-z]+)\b/g)) {
      test(`npm ${script}`, () => assert.ok(
        script in scripts || ['run', 'install', 'pack', 'packages', 'package', 'from', 'ci']
          .includes(script),
        script,
      ));
    }
  });
}

describe('docs/troubleshooting.md', () => {
  const text = fs.readFileSync(path.join(ROOT, 'docs/troubleshooting.md'), 'utf8');
  const told = [...text.matchAll(/`([a-z]+\.(?:[a-z]+\.?)?)…`/g)].map(([, one]) => one);

  test('has every kind of code', () => {
    assert.ok(codes.length > 50);
    for (const code of codes) {
      const kind = told.find((one) => code.startsWith(one));
      assert.ok(kind, `${code} begins with none of ${told.join(' ')}`);
    }
  });

  test('has no kind that there is not', () => {
    for (const kind of told) assert.ok(codes.some((code) => code.startsWith(kind)), kind);
  });
});
