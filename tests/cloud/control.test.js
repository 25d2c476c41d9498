'use strict';

const assert = require('node:assert');
const { spawn } = require('node:child_process');
const fs = require('node:fs/promises');
const os = require('node:os');
const path = require('node:path');
const { once } = require('node:events');
const readline = require('node:readline');
const { after, before, test } = require('node:test');

const { connect, register, registrationData, send } = require('./client');
const { startCloud } = require('./index');

let cloud;
before(async () => { cloud = await startCloud({ controlPort: 0 }); });
after(() => cloud.close());

/** @returns {Promise<{status: number, json: unknown, text: string}>} */
async function control(method, address, body) {
  const response = await fetch(new URL(address, cloud.controlUrl), {
    method, ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type').startsWith('application/json');
  return { status: response.status, text, json: isJson ? JSON.parse(text) : undefined };
}

test('tokens are issued, workspaces listed and forgotten', async () => {
  const { json } = await control('POST', '/tokens', { kind: 'good' });
  const { workspaceId } = (await connect(cloud, json.token)).json;
  const listed = (await control('GET', '/workspaces')).json;
  assert.strictEqual(listed[0].workspaceId, workspaceId);
  await control('POST', `/workspaces/${workspaceId}/forget`);
  assert.deepStrictEqual((await control('GET', '/workspaces')).json, []);
  const again = await control('POST', `/workspaces/${workspaceId}/forget`);
  assert.deepStrictEqual([again.status, again.json.error], [400, `No workspace ${workspaceId}.`]);
});

test('access tokens of a workspace are revoked', async () => {
  const { payload } = await register(cloud);
  const { json } = await control('POST', `/workspaces/${payload.workspaceId}/revoke`);
  assert.deepStrictEqual(json, { revoked: 1 });
});

test('requests are listed without secrets, waited for and forgotten', async () => {
  await control('DELETE', '/requests');
  const waiting = control('GET', '/requests?call=sync&waitMs=5000');
  const { payload, bearer, path: client } = await register(cloud);
  await send(cloud, 'POST', `${client}/sync`, { bearer, json: registrationData() });
  assert.strictEqual((await waiting).json[0].call, 'sync');
  const { text, json } = await control('GET', '/requests');
  assert.deepStrictEqual(json.map((one) => one.call), ['connect', 'token', 'sync']);
  for (const secret of [payload.client_secret, bearer]) assert.ok(!text.includes(secret));
  assert.strictEqual(cloud.requests[1].body.client_secret, payload.client_secret);
  await control('DELETE', '/requests');
  assert.deepStrictEqual((await control('GET', '/requests')).json, []);
  const late = await control('GET', '/requests?call=sync&waitMs=50');
  assert.match(late.json.error, /No request 1 of .* came within \d+ ms/);
});

test('connections are listed', async () => {
  await send(cloud, 'GET', '/nowhere');
  const last = (await control('GET', '/connections')).json.pop();
  assert.deepStrictEqual([last.servername, last.requests], ['localhost', 1]);
});

test('faults are set and cleared, and told to be wrong', async () => {
  const set = await control('POST', '/faults', { fault: { type: 'html' } });
  assert.strictEqual(set.json[0].fault.type, 'html');
  assert.strictEqual((await send(cloud, 'GET', '/nowhere')).status, 502);
  await control('DELETE', '/faults');
  assert.strictEqual((await send(cloud, 'GET', '/nowhere')).status, 404);
  const wrong = await control('POST', '/faults', { fault: { type: 'nonsense' } });
  assert.match(wrong.json.error, /type "nonsense"\. Known: refuse/);
});

test('an intent is confirmed', async () => {
  await send(cloud, 'POST', '/api/v2/register/workspace/intent', { json: registrationData() });
  const [intent] = (await control('GET', '/intents')).json;
  assert.deepStrictEqual([intent.email, intent.confirmed], ['ada@chat.example', false]);
  await control('POST', '/confirm', { userCode: intent.userCode });
  assert.strictEqual((await control('GET', '/intents')).json[0].confirmed, true);
  const unknown = await control('POST', '/confirm', { userCode: 'unknown' });
  assert.match(unknown.json.error, /No registration waits under this code/);
});

test('the offline text is exchanged', async () => {
  const blob = Buffer.from(JSON.stringify(registrationData())).toString('base64');
  const { json } = await control('POST', '/offline', { blob });
  assert.ok(JSON.parse(Buffer.from(json.blob, 'base64')).client_secret);
});

test('options and latency are changed', async () => {
  await control('POST', '/latency', { ms: 1 });
  assert.strictEqual(cloud.latencyMs, 1);
  assert.strictEqual((await control('POST', '/latency', {})).status, 400);
  const { json } = await control('POST', '/config', { tokenLifetimeSeconds: 5 });
  assert.strictEqual(json.tokenLifetimeSeconds, 5);
  const wrong = await control('POST', '/config', { colour: 'red' });
  assert.match(wrong.json.error, /no option "colour"/);
});

test('there is a console page, and nothing else', async () => {
  assert.match((await control('GET', '/')).text, /<h1>Test cloud<\/h1>/);
  assert.strictEqual((await control('GET', '/nowhere')).status, 404);
});

test('the program says when it is ready and ends at SIGTERM', async () => {
  const dir = await fs.mkdtemp(path.join(os.tmpdir(), 'registrar-cloud-'));
  const args = ['--port', '0', '--control', '0', '--tls', path.join(dir, 'tls')];
  const child = spawn(process.execPath, [path.join(__dirname, 'main.js'), ...args]);
  const [line] = await once(readline.createInterface({ input: child.stdout }), 'line');
  const [, url, caFile] = /^CLOUD RUNNING (https:\S+) ca=(\S+) console=http:\S+$/.exec(line);
  assert.strictEqual((await send({ url, caFile }, 'GET', '/nowhere')).status, 404);
  child.kill('SIGTERM');
  const [code] = await once(child, 'exit');
  await fs.rm(dir, { recursive: true });
  assert.strictEqual(code, 0);
});

test('the program says what is wrong', async () => {
  const child = spawn(process.execPath, [path.join(__dirname, 'main.js'), '--port', 'many']);
  const [line] = await once(readline.createInterface({ input: child.stderr }), 'line');
  const [code] = await once(child, 'exit');
  assert.strictEqual(code, 1);
  assert.match(line, /--port many is not a number/);
});
