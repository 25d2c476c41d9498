'use strict';
// Who asks what a program can do does not wait for a build.

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const path = require('node:path');
const { describe, it } = require('node:test');

const ROOT = path.join(__dirname, '..', '..');

for (const program of ['bench', 'portability', 'reliability']) {
  describe(`npm run ${program}`, () => {
    for (const option of ['--help', '--list']) {
      it(`tells ${option} without building`, () => {
        const { REGISTRAR_SETUP_DONE, ...env } = process.env;
        const { status, stdout, stderr } = spawnSync('bash', [`.ci/${program}`, option], {
          cwd: ROOT, encoding: 'utf8', env,
        });
        // A build would say so there.
        assert.equal(stderr, '');
        assert.equal(status, 0);
        assert.match(stdout, option === '--help' ? /^Usage: / : /^[a-z-]+\n/);
      });
    }
  });
}
