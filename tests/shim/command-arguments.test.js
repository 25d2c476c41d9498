'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');

const { parseArguments } = require('../../js-shim/command/arguments');
const { UsageError } = require('../../js-shim/command/usage');

test('options stand anywhere, with a blank or an equals sign', () => {
  assert.deepEqual(parseArguments(['--url', 'http://a', 'register', '--token=abc', '--json']), {
    words: ['register'], values: { url: 'http://a', token: 'abc' }, flags: { json: true },
  });
});

test('what follows two dashes is no option', () => {
  assert.deepEqual(parseArguments(['offline', 'import', '--', '--file']).words,
    ['offline', 'import', '--file']);
});

for (const [argv, message] of [
  [['--token'], /--token needs a value/],
  [['--token='], /--token needs a value/],
  [['--tokn', 'x'], /no option --tokn/],
  [['--json=yes'], /no option --json=yes/],
]) {
  test(`${argv.join(' ')} is refused in clear words`, () => {
    assert.throws(() => parseArguments(argv),
      (error) => error instanceof UsageError && message.test(error.message));
  });
}
