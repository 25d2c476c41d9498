'use strict';

const assert = require('assert');
const { execFile } = require('child_process');
const path = require('path');
const { test } = require('node:test');
const { startFor, temporaryFolder } = require('./helpers');

const main = (args) => new Promise((resolve) => {
  execFile(process.execPath, [path.join(__dirname, 'main.js'), ...args],
    (error, stdout, stderr) => resolve({ code: error ? error.code : 0, stderr }));
});

test('the launcher says what it does not understand', async (t) => {
  const data = temporaryFolder(t);
  for (const [args, message] of [
    [['--release', '9', '--data', data], /There is no release 9; choose 5.2, 6, 6.4, 7, 8\./],
    [['--relase', '8'], /--relase is not understood/],
    [['--release', '8'], /--release and --data or --mongo are needed/],
    [['--release', '8', '--data', data, '--mongo', 'mongodb://127.0.0.1:1/x'], /give one/],
    [['--release', '8', '--data', data, '--port', 'x'], /--port must be a number/],
  ]) {
    const { code, stderr } = await main(args);
    assert.strictEqual(code, 2);
    assert.match(stderr, message);
    assert.match(stderr, /Usage: npm run host/);
  }
});

test('a server reaches for no cloud unless it is given one', { timeout: 60000 }, async (t) => {
  const host = await startFor(t, { release: '8' });
  const line = await host.waitForLine(/support window could not be asked for/);
  assert.strictEqual(new URL(JSON.parse(line).url).host, 'localhost:1');
});

test('pages and their script', { timeout: 60000 }, async (t) => {
  const host = await startFor(t, { release: '8' });
  for (const address of ['/', '/setup-wizard', '/admin/settings/Workspace_Registration']) {
    const page = await fetch(host.url + address);
    assert.match(page.headers.get('content-type'), /^text\/html/);
    assert.match(await page.text(), /<script type="module" src="\/client\.js">/);
  }
  const script = await fetch(`${host.url}/client.js`);
  assert.match(script.headers.get('content-type'), /^text\/javascript/);
});
