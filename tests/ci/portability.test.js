'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { describe, test } = require('node:test');

const { reportText } = require('../portability/lib/report');
const { keep, kept } = require('../reliability/lib/results');

const SYSTEM = { system: 'Debian', libc: 'glibc 2.31', processor: 'x64', node: '22.1.0' };
const results = [
  {
    name: 'bytes', title: 'Bytes', seconds: 1, notes: [],
    rows: [{ name: 'a.node, built twice', ok: true, figures: { bytes: 1234 } }],
  },
  {
    name: 'debian', title: 'Debian', seconds: 1, notes: ['Node 14 on musl: there is none.'],
    rows: [
      { name: 'first steps', ok: true, figures: { ...SYSTEM, passed: 7 } },
      { name: 'a | b', ok: false, figures: { ...SYSTEM, passed: 6, failed: 1 }, detail: 'because' },
    ],
  },
];

describe('the report of npm run portability', () => {
  const text = reportText(results);

  test('has a line for each system, what failed among them', () => {
    assert.match(text, /2 of 3 rows hold/);
    assert.match(text,
      /\| Debian \| glibc 2\.31 \| x64 \| 22\.1\.0 \| first steps \| holds: 7 passed \|/);
    assert.match(text, /\| 22\.1\.0 \| a \\\| b \| \*\*failed\*\*: 6 passed, 1 failed \|/);
    assert.match(text, /Failed: a \| b\n\n```\nbecause\n```/);
  });

  test('has apart what is no system, and names what was not run', () => {
    assert.match(text, /\| a\.node, built twice \| holds \| 1,234 bytes \|/);
    assert.match(text, /## Not run\n\n- Node 14 on musl: there is none\./);
  });

  test('says of a section that was never run that it was not', () => {
    const place = { folder: 'nowhere', command: 'npm run portability' };
    const [never] = kept(place, [{ name: 'never-run', title: 'Nowhere' }]);
    assert.deepEqual(never.rows, []);
    assert.match(reportText([never]), /- Nowhere: `npm run portability -- --only never-run` was not/);
  });

  test('keeps what a section found until it is run again', () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'results-'));
    const place = { folder, command: 'npm run portability' };
    try {
      keep(place, results);
      keep(place, [{ ...results[0], seconds: 2 }]);
      assert.deepEqual(kept(place, results), [{ ...results[0], seconds: 2 }, results[1]]);
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });
});
