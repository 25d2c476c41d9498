'use strict';

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { describe, test } = require('node:test');

const { commands } = require('../../js-shim/command/commands');
const { completion } = require('../../js-shim/command/completion');
const { painter } = require('../../js-shim/command/colour');
const { redactor, secretsOfEnvironment } = require('../../js-shim/command/redact');
const { checksText } = require('../../js-shim/command/texts');
const { FLAGS, HELP, UsageError, VALUES } = require('../../js-shim/command/usage');

const ROOT = path.join(__dirname, '../..');
const MANUAL = path.join(ROOT, 'docs/registrar.1');
const NAMES = Object.keys(commands);

/** @param {string} program @returns {false|string} why it is skipped */
const lacks = (program) => (spawnSync(program, ['--version']).error
  ? `${program} is not here` : false);

describe('help and manual', () => {
  const manual = fs.readFileSync(MANUAL, 'utf8').replace(/\\-/g, '-');
  for (const [what, text] of [['help', HELP], ['manual', manual]]) {
    test(`the ${what} names every command and every option`, () => {
      for (const name of [...NAMES, ...[...VALUES, ...FLAGS].map((one) => `--${one}`)]) {
        assert.ok(text.includes(name), name);
      }
    });
  }

  test('man has nothing against the manual', { skip: lacks('man') }, () => {
    const args = ['--warnings', '-E', 'UTF-8', '-l', '-Tutf8', MANUAL];
    const { stderr, stdout } = spawnSync('man', args, {
      encoding: 'utf8', env: { ...process.env, MANWIDTH: '80', LC_ALL: 'C.UTF-8' },
    });
    assert.equal(stderr, '');
    // Bold letters are printed twice.
    assert.match(stdout.replace(/.[\b]/g, ''), /EXIT STATUS/);
  });
});

describe('the completion', () => {
  test('bash completes commands, options and actions', () => {
    const script = `${completion('bash', NAMES)}
      complete_at() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _registrar; echo "\${COMPREPLY[@]}"; }
      complete_at registrar doc; complete_at registrar offline ex; complete_at registrar --tok`;
    const { stdout, stderr } = spawnSync('bash', ['-eu', '-c', script], { encoding: 'utf8' });
    assert.equal(stderr, '');
    assert.deepEqual(stdout.trim().split('\n'), ['doctor', 'export', '--token --token-file']);
  });
  for (const shell of ['zsh', 'fish']) {
    test(`${shell} can read its own`, { skip: lacks(shell) }, () => {
      const file = path.join(os.tmpdir(), `registrar-completion-${process.pid}.${shell}`);
      fs.writeFileSync(file, completion(shell, NAMES));
      try {
        const { status, stderr } = spawnSync(shell, ['-n', file], { encoding: 'utf8' });
        assert.equal(status, 0, stderr);
      } finally {
        fs.rmSync(file);
      }
    });
  }
  test('another shell has none', () => {
    assert.throws(() => completion('csh', NAMES), UsageError);
    assert.throws(() => completion(undefined, NAMES), UsageError);
  });
});

describe('colour', () => {
  const check = [{ name: 'tls', verdict: 'failed', detail: 'expired', remedy: 'Renew it.' }];
  test('is for a terminal', () => {
    assert.ok(checksText(check, painter({ isTTY: true }, {})).startsWith('\u001b[31mfailed'));
  });
  for (const [why, stream, env] of [
    ['a pipe', { isTTY: false }, {}], ['NO_COLOR', { isTTY: true }, { NO_COLOR: '1' }],
    ['a dumb terminal', { isTTY: true }, { TERM: 'dumb' }],
  ]) {
    test(`not for ${why}`, () => assert.equal(
      checksText(check, painter(stream, env)),
      'failed  tls: expired\n        Renew it.',
    ));
  }
});

describe('what a support bundle takes out', () => {
  const redact = redactor(['hunter2!', 'pw']);
  for (const [text, left] of [
    ['Authorization: Bearer abc', /abc/],
    ['mongodb://user:pa55@db/chat', /pa55/],
    ['{"client_secret":"kurz","a":1}', /kurz/],
    ['token=kurz&x=1', /kurz/],
    ['password: "with \\" quotes", more', /with|quotes/],
    ['said hunter2! aloud', /hunter2/],
    ['mail to someone@example.com', /someone/],
    ['key aB3dE5gH7jK9mN1pQ3sT5 here', /aB3dE/],
    ["deviceCode='kurz'", /kurz/],
  ]) {
    test(text, () => assert.doesNotMatch(redact(text), left));
  }

  test('values by their names, at any depth', () => {
    assert.doesNotMatch(JSON.stringify(redact({
      a: [{ clientSecret: 'x1', user_code: 5, licenseText: 'x2', access_token: { deep: 'x3' } }],
    })), /x1|x2|x3|5/);
  });

  test('what helps stays', () => {
    const useful = {
      state: 'registered',
      workspaceId: '5f1e8a7b9c0d1e2f3a4b5c6d',
      registered: true,
      lastSync: { at: '2026-01-01T00:00:00.000Z', ok: true },
      lastError: { code: 'registration.token-expired', cause: 'The registration has expired.' },
      license: { outcome: 'applied' },
      detail: 'cloud.rocket.chat by Some CA, 2026-01-01 to 2026-04-01',
    };
    const { lastError, ...rest } = redact(useful);
    const { lastError: error, ...expected } = useful;
    assert.deepEqual(rest, expected);
    assert.equal(lastError.code, error.code);
  });

  test('the environment tells what is secret', () => {
    assert.deepEqual(secretsOfEnvironment({
      REG_TOKEN: 'a', MONGO_URL: 'b', HOME: 'c', ROCKETCHAT_PASSWORD: 'd', HTTPS_PROXY: 'e',
    }).sort(), ['a', 'b', 'd', 'e']);
  });
});
