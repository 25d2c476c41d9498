'use strict';

const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');

const { withoutSecrets } = require('./request-log');

const PAGE = path.join(__dirname, 'console.html');

/** What a tester at the control port may ask for; each gives what becomes the JSON answer. */
const ROUTES = {
  'GET /requests': async (cloud, { query }) => {
    const { call, method, path: pattern, count, waitMs } = query;
    const wanted = { call, method, path: pattern };
    if (waitMs) await cloud.waitForRequest(wanted, { count: +count || 1, timeoutMs: +waitMs });
    return cloud.log.describe(wanted);
  },
  'DELETE /requests': (cloud) => cloud.clear(),
  'GET /connections': (cloud) => cloud.front.describe(),
  'GET /workspaces': (cloud) => cloud.workspaces.map(({ clientSecret, ...shown }) => (
    { ...shown, lastData: withoutSecrets(shown.lastData) }
  )),
  'POST /workspaces/:id/forget': (cloud, { params }) => {
    if (!cloud.forgetWorkspace(params[0])) throw new Error(`No workspace ${params[0]}.`);
  },
  'POST /workspaces/:id/revoke': (cloud, { params }) => (
    { revoked: cloud.store.revokeTokens(params[0]) }
  ),
  'GET /tokens': (cloud) => [...cloud.store.registrationTokens.values()],
  'POST /tokens': (cloud, { body }) => cloud.issueToken(body),
  'GET /intents': (cloud) => [
    ...cloud.store.intents.values(), ...cloud.store.pendingEmails.values(),
  ].map(({ data, ...shown }) => ({ ...shown, ...(data && { email: data.contactEmail }) })),
  'POST /confirm': (cloud, { body }) => {
    const { data, ...shown } = cloud.confirm(body);
    return shown;
  },
  'POST /offline': (cloud, { body }) => ({ blob: cloud.registerOffline(body.blob) }),
  'GET /faults': (cloud) => cloud.faults.describe(),
  'POST /faults': (cloud, { body }) => {
    cloud.addFaults(Array.isArray(body) ? body : [body]);
    return cloud.faults.describe();
  },
  'DELETE /faults': (cloud) => cloud.clearFaults(),
  'POST /release': (cloud) => cloud.release(),
  'POST /latency': (cloud, { body }) => {
    if (!(body.ms >= 0)) throw new Error('Give the pause in milliseconds: {"ms": 50}.');
    cloud.latencyMs = body.ms;
  },
  'GET /config': (cloud) => cloud.config,
  'POST /config': (cloud, { body }) => {
    cloud.configure(body);
    return cloud.config;
  },
};

const COMPILED = Object.entries(ROUTES).map(([key, handle]) => {
  const [method, pattern] = key.split(' ');
  return { method, handle, pattern: new RegExp(`^${pattern.replace(/:\w+/g, '([^/]+)')}$`) };
});

/** @param {import('node:http').IncomingMessage} req @returns {Promise<object>} the JSON body */
async function readJson(req) {
  let text = '';
  for await (const chunk of req) text += chunk;
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`The body is not JSON: ${error.message}`);
  }
}

/** @param {object} cloud @param {import('node:http').IncomingMessage} req */
async function answerTo(cloud, req) {
  const address = new URL(req.url, 'http://127.0.0.1');
  const here = COMPILED.filter((route) => route.pattern.test(address.pathname));
  const route = here.find((candidate) => candidate.method === req.method);
  if (!route) {
    const known = Object.keys(ROUTES).join(', ');
    return { status: 404, json: { error: `No such control call. There are: ${known}.` } };
  }
  try {
    const request = {
      params: route.pattern.exec(address.pathname).slice(1),
      query: Object.fromEntries(address.searchParams),
      body: await readJson(req),
    };
    const json = await route.handle(cloud, request);
    return { status: 200, json: json === undefined ? { ok: true } : json };
  } catch (error) {
    return { status: 400, json: { error: error.message } };
  }
}

/** @param {object} cloud */
function makeHandler(cloud) {
  return async (req, res) => {
    if (req.method === 'GET' && req.url === '/') {
      res.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
      res.end(fs.readFileSync(PAGE));
      return;
    }
    const { status, json } = await answerTo(cloud, req);
    res.writeHead(status, { 'Content-Type': 'application/json' });
    res.end(JSON.stringify(json));
  };
}

/**
 * Opens the control port on 127.0.0.1: plain HTTP, for tests in other processes and for people.
 * @param {object} cloud @param {number} port 0 for any free one
 * @returns {Promise<{port: number, close(): Promise<void>}>}
 */
function openControl(cloud, port) {
  const server = http.createServer(makeHandler(cloud));
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve({
        port: server.address().port,
        close: () => new Promise((done) => {
          server.close(() => done());
          server.closeAllConnections();
        }),
      });
    });
  });
}

module.exports = { openControl };
