'use strict';

const fs = require('fs');
const os = require('os');
const path = require('path');
const { startHost } = require('./launch');

const RELEASES = ['6', '7', '8'];

/** Shapes of older releases, which are that of release 6 but for what `shapes.test.js` shows. */
const OLD_RELEASES = ['5.2', '6.4'];

/**
 * Starts a server that ends with the test, in a folder that goes with it.
 *
 * @param {{after: function(function)}} t the test's context
 * @param {object} options as for `startHost`; `preload` names a file of `fixtures`
 */
async function startFor(t, { preload, dataDir, ...options }) {
  const folder = dataDir || temporaryFolder(t);
  const host = await startHost({
    dataDir: folder,
    plain: !preload,
    nodeOptions: preload && `--require ${path.join(__dirname, 'fixtures', preload)}`,
    ...options,
  });
  t.after(() => host.kill());
  return host;
}

function temporaryFolder(t) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'host-'));
  t.after(() => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Calls a REST route; `as` holds what `login` gave. */
async function rest(host, method, route, { as, body } = {}) {
  const response = await fetch(`${host.url}/api/v1/${route}`, {
    method,
    headers: {
      'Content-Type': 'application/json',
      ...(as ? { 'X-User-Id': as.userId, 'X-Auth-Token': as.authToken } : {}),
    },
    body: body && JSON.stringify(body),
  });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type'));
  return { status: response.status, body: isJson ? JSON.parse(text) : text };
}

/** Logs in as a user whose password is the name; answers what `rest` takes as `as`. */
async function login(host, name) {
  const { body } = await rest(host, 'POST', 'login', { body: { user: name, password: name } });
  return body.data;
}

/** Calls a DDP method over REST; answers what it returned, or rejects with its error. */
async function callMethod(host, as, method, ...params) {
  const message = JSON.stringify({ msg: 'method', id: '1', method, params });
  const { body } = await rest(host, 'POST', `method.call/${method}`, { as, body: { message } });
  const { result, error } = JSON.parse(body.message);
  if (error) {
    throw Object.assign(new Error(error.message), error);
  }
  return result;
}

/** Runs code inside a server that was started with the preload `console.js`. */
function run(host, as, code) {
  return callMethod(host, as, 'test:run', code);
}

/** Asks until the answer is the wanted one; a test's own time limit ends it. */
async function eventually(ask, isWanted) {
  for (;;) {
    const answer = await ask();
    if (isWanted(answer)) {
      return answer;
    }
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
  }
}

module.exports = {
  OLD_RELEASES, RELEASES, startFor, temporaryFolder, rest, login, callMethod, run, eventually,
};
