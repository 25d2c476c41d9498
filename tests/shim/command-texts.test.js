'use strict';

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { describe, test } = require('node:test');

const { commandLine } = require('../../js-shim/command/commands');
const { completion } = require('../../js-shim/command/completion');
const { painter } = require('../../js-shim/command/colour');
const { redactor, secretsOfEnvironment } = require('../../js-shim/command/redact');
const { checksText } = require('../../js-shim/command/texts');
const { HELP, UsageError } = require('../../js-shim/command/usage');
const { commandLine: setupLine } = require('../../js-shim/setup/main');
const { HELP: SETUP_HELP } = require('../../js-shim/setup/usage');

const ROOT = path.join(__dirname, '../..');

/** @param {string} program @returns {false|string} why it is skipped */
const lacks = (program) => (spawnSync(program, ['--version']).error
  ? `${program} is not here` : false);

const PROGRAMS = [
  { line: commandLine(), help: HELP, lead: ['doc', 'offline ex', '--tok'],
    completed: ['doctor', 'export', '--token --token-file'] },
  { line: setupLine(), help: SETUP_HELP, lead: ['sys', 'completion b', '--dry'],
    completed: ['systemd', 'bash', '--dry-run'] },
];

for (const { line, help, lead, completed } of PROGRAMS) {
  const { program, commands, values, flags } = line;
  describe(`help and manual of ${program}`, () => {
    const file = path.join(ROOT, 'docs', `${program}.1`);
    const manual = fs.readFileSync(file, 'utf8').replace(/\\-/g, '-');
    for (const [what, text] of [['help', help], ['manual', manual]]) {
      test(`the ${what} names every command and every option`, () => {
        for (const name of [...commands, ...[...values, ...flags].map((one) => `--${one}`)]) {
          assert.ok(text.includes(name), name);
        }
      });
    }

    test('man has nothing against the manual', { skip: lacks('man') }, () => {
      const args = ['--warnings', '-E', 'UTF-8', '-l', '-Tutf8', file];
      const { stderr, stdout } = spawnSync('man', args, {
        encoding: 'utf8', env: { ...process.env, MANWIDTH: '80', LC_ALL: 'C.UTF-8' },
      });
      assert.equal(stderr, '');
      // Bold letters are printed twice.
      assert.match(stdout.replace(/.[\b]/g, ''), /EXIT STATUS/);
    });
  });

  describe(`the completion of ${program}`, () => {
    test('bash completes commands, options and actions', () => {
      const name = `_${program.replace('-', '_')}`;
      const script = `${completion('bash', line)}
        complete_at() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); ${name}; echo "\${COMPREPLY[@]}"; }
        ${lead.map((words) => `complete_at ${program} ${words}`).join('; ')}`;
      const { stdout, stderr } = spawnSync('bash', ['--norc', '-eu', '-c', script], {
        encoding: 'utf8',
      });
      assert.equal(stderr, '');
      assert.deepEqual(stdout.trim().split('\n'), completed);
    });
    for (const shell of ['zsh', 'fish']) {
      test(`${shell} can read its own`, { skip: lacks(shell) }, () => {
        const file = path.join(os.tmpdir(), `${program}-completion-${process.pid}.${shell}`);
        fs.writeFileSync(file, completion(shell, line));
        try {
          const { status, stderr } = spawnSync(shell, ['-n', file], { encoding: 'utf8' });
          assert.equal(status, 0, stderr);
        } finally {
          fs.rmSync(file);
        }
      });
    }
    test('another shell has none', () => {
      assert.throws(() => completion('csh', line), UsageError);
      assert.throws(() => completion(undefined, line), UsageError);
    });
  });
}

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
