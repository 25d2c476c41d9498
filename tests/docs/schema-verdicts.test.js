'use strict';

const assert = require('node:assert');
const fs = require('node:fs');
const { test } = require('node:test');
const { file, render } = require('../unit/cloud/schema_verdicts');

test('what the unit tests take for the vendor\'s verdicts are the vendor\'s verdicts', () => {
  assert.ok(
    fs.readFileSync(file, 'utf8') === render(),
    'schema_verdicts.json is out of date: run .ci/node tests/unit/cloud/schema_verdicts.js',
  );
});
