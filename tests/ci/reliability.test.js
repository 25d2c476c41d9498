'use strict';

const assert = require('node:assert/strict');
const { describe, test } = require('node:test');

const { countRows, failedRows } = require('../../.ci/lib/reliability-step');
const { reportText } = require('../reliability/lib/report');
const { chosenSections } = require('../../.ci/lib/chosen-sections');
const { runSections } = require('../reliability/lib/sections');

const good = {
  name: 'good', title: 'All is well',
  run: async () => ({ rows: [{ name: 'holds', ok: true, figures: { tries: 1200 } }] }),
};
const bad = {
  name: 'bad', title: 'All is lost',
  async run({ row }) {
    row({ name: 'does | not', ok: false, figures: { left: 'two' }, detail: 'because' });
    return { notes: ['A note.'] };
  },
};
const broken = { name: 'broken', title: 'Throws', run: () => Promise.reject(new Error('x')) };
const empty = { name: 'empty', title: 'Without rows', run: async () => ({}) };

describe('npm run reliability', () => {
  test('counts rows, a section that throws or has none as a failed one', async () => {
    const lines = [];
    await runSections([good, bad, broken, empty], true, (line) => lines.push(line));
    assert.deepEqual(countRows(lines.join('\n')), { passed: 1, failed: 3, skipped: 0 });
    assert.match(failedRows(lines.join('\n')), /^FAILED {2}does \| not {2}left: two\nbecause/);
  });

  test('writes what failed into the report as well', async () => {
    const text = reportText(await runSections([good, bad], false, () => {}));
    assert.match(text, /1 of 2 rows hold/);
    assert.match(text, /\| holds \| holds \| 1,200 tries \|/);
    assert.match(text, /\| does \\\| not \| \*\*failed\*\* \| left: two \|/);
    assert.match(text, /because/);
    assert.match(text, /A note\./);
  });

  test('refuses a section that there is not', () => {
    assert.throws(() => chosenSections([good], ['better']), /no section "better". Choose among good/);
    assert.deepEqual(chosenSections([good, bad], ['bad']), [bad]);
  });
});
