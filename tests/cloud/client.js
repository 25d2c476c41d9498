'use strict';

const fs = require('node:fs');
const https = require('node:https');

const JSON_TYPE = 'application/json';

/** @param {{json?: unknown, form?: object}} content @returns {{type?: string, text: string}} */
function encode({ json, form }) {
  if (json !== undefined) return { type: JSON_TYPE, text: JSON.stringify(json) };
  if (!form) return { text: '' };
  return {
    type: 'application/x-www-form-urlencoded', text: new URLSearchParams(form).toString(),
  };
}

/** @param {string} text @returns {unknown} undefined when it is not JSON */
function tryJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * @param {import('node:http').IncomingMessage} response
 * @returns {Promise<{status: number, headers: object, text: string, json: unknown}>}
 */
async function readResponse(response) {
  response.setEncoding('utf8');
  let text = '';
  for await (const chunk of response) text += chunk;
  const { statusCode: status, headers } = response;
  return { status, headers, text, json: tryJson(text) };
}

/**
 * A client of the cloud for its own tests: one request, nothing repeated, nothing followed.
 * @param {{url: string, caFile: string}} cloud
 * @param {string} method @param {string} path
 * @param {object} [options] json or form (the body), bearer, headers, agent, signal, and whatever
 *   `https.request` takes
 * @returns {Promise<{status: number, headers: object, text: string, json: unknown}>}
 */
function send(cloud, method, path, { json, form, bearer, headers, ...options } = {}) {
  const { type, text } = encode({ json, form });
  return new Promise((resolve, reject) => {
    const request = https.request(new URL(path, cloud.url), {
      method,
      ca: fs.readFileSync(cloud.caFile),
      agent: false,
      headers: {
        ...(type && { 'Content-Type': type }),
        'Content-Length': Buffer.byteLength(text),
        ...(bearer && { Authorization: `Bearer ${bearer}` }),
        ...headers,
      },
      ...options,
    });
    request.once('error', reject);
    request.once('response', (response) => readResponse(response).then(resolve, reject));
    request.end(text);
  });
}

/** Registration data with the fields that every release sends. */
function registrationData(changes) {
  return {
    uniqueId: 'unique-1', workspaceId: '', address: 'https://chat.example', siteName: 'Example',
    contactName: 'Ada', contactEmail: 'ada@chat.example', version: '8.6.1', licenseVersion: 3,
    seats: 1, setupComplete: true, connectionDisable: false, ...changes,
  };
}

/** @param {object} cloud @param {string} token @returns {Promise<object>} the answer to connect */
function connect(cloud, token) {
  return send(cloud, 'POST', '/api/oauth/clients', {
    bearer: token,
    json: {
      email: 'ada@chat.example', client_name: 'Example',
      redirect_uris: ['https://chat.example/admin/cloud/oauth-callback'],
    },
  });
}

/** @param {object} cloud @param {object} payload registration payload @param {string} [scope] */
function askToken(cloud, payload, scope = 'workspace:license:read workspace:client:write') {
  return send(cloud, 'POST', '/api/oauth/token', {
    form: {
      client_id: payload.client_id, client_secret: payload.client_secret, scope,
      grant_type: 'client_credentials', redirect_uri: payload.redirect_uris[0],
    },
  });
}

/**
 * @param {object} cloud started in this process
 * @returns {Promise<{payload: object, bearer: string, path: string}>} a registered workspace, an
 *   access token of it, and the path of its registration_client_uri
 */
async function register(cloud) {
  const payload = (await connect(cloud, cloud.issueToken().token)).json;
  const bearer = (await askToken(cloud, payload)).json.access_token;
  return { payload, bearer, path: new URL(payload.registration_client_uri).pathname };
}

module.exports = { send, connect, askToken, register, registrationData };
