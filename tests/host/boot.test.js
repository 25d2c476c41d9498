'use strict';

const assert = require('assert');
const { test } = require('node:test');
const { RELEASES, login, rest, run, startFor, temporaryFolder } = require('./helpers');

const limit = { timeout: 60000 };

for (const release of ['7', '8']) {
  test(`release ${release} ends when a startup hook rejects`, limit, async (t) => {
    const host = await startFor(t, {
      release, preload: 'reject-at-startup.js', waitUntilReady: false,
    });
    assert.deepStrictEqual(await host.exit, { code: 1, signal: null });
    assert.match(host.log.join('\n'), /error on boot\.js.*a startup hook failed/s);
  });
}

test('release 6 stays alive, silent and deaf when a startup hook rejects', limit, async (t) => {
  const host = await startFor(t, {
    release: '6', preload: 'reject-at-startup.js', waitUntilReady: false,
  });
  await host.waitForLine(/^STILL HERE$/);
  assert.deepStrictEqual(host.log, ['STILL HERE']);
  await assert.rejects(fetch(host.url), (error) => error.cause.code === 'ECONNREFUSED');
});

for (const release of RELEASES) {
  test(`release ${release} ends when a module throws`, limit, async (t) => {
    const host = await startFor(t, {
      release, preload: 'throw-at-evaluation.js', waitUntilReady: false,
    });
    const { code } = await host.exit;
    assert.notStrictEqual(code, 0);
    assert.match(host.log.join('\n'), /a module failed/);
  });

  test(`release ${release} lives on when something rejects later`, limit, async (t) => {
    const host = await startFor(t, { release, preload: 'console.js' });
    const admin = await login(host, 'admin');
    await run(host, admin, 'Promise.reject(new Error("too late"));');
    await host.waitForLine(/nobody was listening.*too late/);
    assert.strictEqual(await run(host, admin, 'return "alive";'), 'alive');
  });

  test(`release ${release} ends cleanly on SIGTERM`, limit, async (t) => {
    const host = await startFor(t, { release });
    assert.deepStrictEqual(await host.stop(), { code: 0, signal: null });
  });

  test(`release ${release} keeps an acknowledged write through kill -9`, limit, async (t) => {
    const dataDir = temporaryFolder(t);
    const first = await startFor(t, { release, dataDir });
    const as = await login(first, 'admin');
    const body = { value: 'Kept' };
    assert.strictEqual((await rest(first, 'POST', 'settings/Site_Name', { as, body })).status, 200);
    assert.strictEqual((await first.kill()).signal, 'SIGKILL');
    const second = await startFor(t, { release, dataDir });
    const stored = await rest(second, 'GET', 'settings/Site_Name', { as });
    assert.deepStrictEqual(stored.body, { _id: 'Site_Name', value: 'Kept', success: true });
  });
}

test('release 8 announces the application twice, and last', limit, async (t) => {
  const host = await startFor(t, { release: '8', preload: 'describe-modules.js' });
  const line = await host.waitForLine(/^MODULES /);
  const { defined } = JSON.parse(line.slice('MODULES '.length));
  assert.deepStrictEqual(defined.slice(-2), ['null', 'null']);
});

test('two servers do not run on one folder', limit, async (t) => {
  const dataDir = temporaryFolder(t);
  await startFor(t, { release: '8', dataDir });
  const second = await startFor(t, { release: '8', dataDir, waitUntilReady: false });
  assert.strictEqual((await second.exit).code, 1);
  assert.match(second.log.join('\n'), /Process \d+ runs on .* already/);
});
