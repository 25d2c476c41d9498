'use strict';
const assert = require('assert');
const { it } = require('node:test');
const { countTests, failedParts, judge } = require('../../.ci/lib/google-test-step');

const LOG = `[==========] Running 4 tests from 1 test suite.
[----------] 4 tests from Url
[ RUN      ] Url.Good
[       OK ] Url.Good (0 ms)
[ RUN      ] Url.Bad
url_test.cc:7: Failure
[  FAILED  ] Url.Bad (12 ms)
[ RUN      ] Url.Named/1
[  FAILED  ] Url.Named/1, where GetParam() = "x" (1 ms)
[ RUN      ] Url.Later
[  SKIPPED ] Url.Later (0 ms)
[----------] 4 tests from Url (13 ms total)
[  SKIPPED ] 1 test, listed below:
[  SKIPPED ] Url.Later
[  FAILED  ] 2 tests, listed below:
[  FAILED  ] Url.Bad
[  FAILED  ] Url.Named/1, where GetParam() = "x"
`;

it('counts each test once, also those listed again at the end', () => {
  assert.deepStrictEqual(countTests(LOG), { passed: 1, failed: 2, skipped: 1 });
});

it('counts what ended before a crash', () => {
  const crashed = LOG.slice(0, LOG.indexOf('[ RUN      ] Url.Named'));
  assert.deepStrictEqual(countTests(crashed), { passed: 1, failed: 1, skipped: 0 });
});

it('shows what failed tests printed and nothing of the others', () => {
  const shown = failedParts(LOG);
  assert.match(shown, /url_test\.cc:7: Failure/);
  assert.match(shown, /Url\.Named\/1/);
  assert.doesNotMatch(shown, /Url\.Good/);
});

it('adds what has no test to blame: a crash, or a leak that is told at the end', () => {
  const good = LOG.replace(/^.*FAILED.*$/gm, '');
  const ended = `${good}[==========] 4 tests from 1 test suite ran. (13 ms total)\n`;
  assert.strictEqual(judge('tests', { code: 0, log: ended }).failed, 0);
  assert.strictEqual(judge('tests', { code: 1, log: ended }).failed, 1);
  const crashed = judge('tests', { code: 139, log: good });
  assert.strictEqual(crashed.failed, 1);
  assert.match(crashed.output, /tests: exit code 139$/);
});
