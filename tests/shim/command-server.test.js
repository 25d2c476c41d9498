'use strict';

const assert = require('node:assert/strict');
const { spawn } = require('node:child_process');
const crypto = require('node:crypto');
const http = require('node:http');
const path = require('node:path');
const { afterEach, test } = require('node:test');

const { LoginError, Server, UnreachableError } = require('../../js-shim/command/server');

let running;
afterEach(() => running && running.close());

/**
 * A server that answers from a function.
 * @param {(request: {url: string, headers: object, body: any}) => [number, any]} answer
 * @returns {Promise<string>} its address
 */
async function serve(answer) {
  running = http.createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const { url, headers } = request;
    const [status, body] = answer({ url, headers, body: text ? JSON.parse(text) : undefined });
    response.writeHead(status, { 'Content-Type': 'application/json', Connection: 'close' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise((resolve) => {
    running.listen(0, '127.0.0.1', resolve);
  });
  return `http://127.0.0.1:${running.address().port}`;
}

const LOGIN = { ROCKETCHAT_USER: 'admin', ROCKETCHAT_PASSWORD: 'geheim' };
const nobody = () => Promise.reject(new Error('nobody is there to be asked'));
const required = (method) => [400, {
  success: false, errorType: 'totp-required', error: 'TOTP Required', details: { method },
}];

for (const [method, env, expected] of [
  ['password', LOGIN, crypto.createHash('sha256').update('geheim').digest('hex')],
  ['totp', { ...LOGIN, ROCKETCHAT_TWO_FACTOR_CODE: '123456' }, '123456'],
]) {
  test(`a second factor is given when the server asks for it (${method})`, async () => {
    const seen = [];
    const url = await serve(({ url: place, headers }) => {
      if (place.endsWith('/login')) return [200, { data: { userId: 'u', authToken: 't' } }];
      if (!headers['x-2fa-code']) return required(method);
      seen.push([headers['x-2fa-method'], headers['x-2fa-code'], headers['x-auth-token']]);
      return [200, { success: true, cloudTold: true }];
    });
    const server = new Server(url);
    await server.logIn(env, nobody);
    assert.equal((await server.post('registrar.disconnect')).cloudTold, true);
    assert.deepEqual(seen, [[method, expected, 't']]);
  });
}

test('a login that needs a code asks a person for it', async () => {
  const url = await serve(({ body }) => (body.code === '42'
    ? [200, { data: { userId: 'u', authToken: 't' } }]
    : [401, { status: 'error', error: 'totp-required' }]));
  const server = new Server(url);
  await server.logIn(LOGIN, async () => '42');
  assert.deepEqual(server.headers, { 'X-User-Id': 'u', 'X-Auth-Token': 't' });
});

test('the program asks for the code on a terminal', { timeout: 60000 }, async () => {
  const url = await serve(({ url: place, body }) => {
    if (!place.endsWith('/login')) return [200, { success: true, entries: [] }];
    return body.code === '424242' ? [200, { data: { userId: 'u', authToken: 't' } }]
      : [401, { status: 'error', error: 'totp-required' }];
  });
  // `script` gives it a terminal of its own.
  const program = path.join(__dirname, '../../js-shim/command/main.js');
  const child = spawn('script', ['-qec', `'${process.execPath}' '${program}' journal`, '/dev/null'], {
    env: { PATH: process.env.PATH, ROCKETCHAT_URL: url, ...LOGIN },
  });
  let said = '';
  child.stdout.on('data', (chunk) => {
    const before = said;
    said += chunk;
    if (!before.includes('Two-factor code: ') && said.includes('Two-factor code: ')) {
      child.stdin.write('424242\n');
    }
  });
  const code = await new Promise((resolve) => { child.on('close', resolve); });
  assert.equal(code, 0, said);
  assert.match(said, /Nothing happened yet\./);
});

test('without a terminal it says how to give the code: exit code 2', async () => {
  const url = await serve(() => [401, { status: 'error', error: 'totp-required' }]);
  const program = path.join(__dirname, '../../js-shim/command/main.js');
  const child = spawn(process.execPath, [program, 'status'], {
    env: { PATH: process.env.PATH, ROCKETCHAT_URL: url, ...LOGIN },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk) => { said += chunk; });
  const code = await new Promise((resolve) => { child.on('close', resolve); });
  assert.equal(code, 2);
  assert.match(said, /ROCKETCHAT_TWO_FACTOR_CODE/);
});

test('a refused login, and none at all', async () => {
  const server = new Server(await serve(() => [401, { status: 'error', message: 'Unauthorized' }]));
  await assert.rejects(server.logIn(LOGIN, nobody), LoginError);
  await assert.rejects(server.logIn({}, nobody), /ROCKETCHAT_USER_ID and ROCKETCHAT_AUTH_TOKEN/);
});

test('a web page instead of an answer is no server of ours', async () => {
  const server = new Server(await serve(() => [200, '<html></html>']));
  await assert.rejects(server.get('registrar.status'), UnreachableError);
});
