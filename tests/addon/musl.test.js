'use strict';
// The part without V8, linked like the addon, in a process whose libc is musl.

const assert = require('assert');
const { spawnSync } = require('child_process');
const fs = require('fs');
const path = require('path');
const { before, describe, it } = require('node:test');
const { RELEASES, readelf, root, run } = require('./elf');

describe('a process on musl', () => {
  const folder = path.join(root, 'build', 'test');
  const host = path.join(folder, 'musl_host');

  before(() => {
    fs.mkdirSync(folder, { recursive: true });
    run('musl-gcc', ['-Wall', '-Wextra', '-Werror', '-o', host,
      path.join(__dirname, 'musl_host.c')]);
  });

  it('is one', () => {
    assert.match(readelf(host, '-l'), /interpreter: \/lib\/ld-musl-/);
    assert.doesNotMatch(readelf(host, '-d'), /libc\.so\.6/);
  });

  for (const { release, probe } of RELEASES) {
    it(`runs coroutines and thread_local objects built for Node ${release}`, () => {
      assert.doesNotMatch(readelf(probe, '-d'), /\(NEEDED\)/);
      const { status, stdout, stderr } = spawnSync(host, [probe], { encoding: 'utf8' });
      assert.deepStrictEqual({ status, stdout, stderr },
        { status: 0, stdout: 'all work\n', stderr: '' });
    });
  }
});
