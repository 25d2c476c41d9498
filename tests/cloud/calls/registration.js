'use strict';

const { CallError } = require('../call-error');
const { registrationPayload } = require('../payload');
const { newId } = require('../store');

/** @param {unknown} data body of a call @returns {object} @throws {CallError} 400 */
function requireRegistrationData(data) {
  if (!data || typeof data !== 'object' || Array.isArray(data)) {
    throw new CallError(400, 'registration_data_missing');
  }
  for (const field of ['address', 'version']) {
    if (typeof data[field] !== 'string' || data[field] === '') {
      throw new CallError(400, `registration_data_invalid_${field}`);
    }
  }
  return data;
}

/** @param {object} data @throws {CallError} 400 */
function requireContactEmail(data) {
  if (typeof data.contactEmail !== 'string' || !data.contactEmail.includes('@')) {
    throw new CallError(400, 'registration_data_invalid_contactEmail');
  }
}

/** @param {object} body @throws {CallError} 400 */
function requireClientMetadata(body) {
  const uris = body && body.redirect_uris;
  const fits = body && typeof body.email === 'string' && typeof body.client_name === 'string'
    && Array.isArray(uris) && uris.length > 0 && uris.every((uri) => typeof uri === 'string');
  if (!fits) throw new CallError(400, 'invalid_client_metadata');
}

/** Connect with a token: the token is spent by the first good call. */
function connect({ store, config, headers, body, baseUrl }) {
  const [, shown] = /^Bearer (.+)$/.exec(headers.authorization || '') || [];
  if (!shown) throw new CallError(401, 'registration_token_missing');
  const token = store.registrationTokens.get(shown);
  if (!token) throw new CallError(401, 'registration_token_invalid');
  if (token.used) throw new CallError(409, 'registration_token_used');
  if (Date.parse(token.expiresAt) <= Date.now()) {
    throw new CallError(401, 'registration_token_expired');
  }
  requireClientMetadata(body);
  const workspace = store.addWorkspace({
    name: body.client_name, email: body.email, redirectUris: body.redirect_uris, how: 'token',
  });
  token.used = true;
  token.usedBy = workspace.workspaceId;
  return { status: 201, json: registrationPayload(workspace, { config, baseUrl }) };
}

/** The wizard's question whether the cloud can be reached. */
function preIntent({ body }) {
  requireRegistrationData(body);
  return { status: 200, json: {} };
}

/** A registration that waits for a click in an e-mail. `resent=true` renews the same intent. */
function intent({ store, config, query, body, baseUrl }) {
  const data = requireRegistrationData(body);
  requireContactEmail(data);
  const { interval, expires_in: expiresIn } = config.intent;
  const open = [...store.intents.values()].find((candidate) => (
    candidate.data.uniqueId === data.uniqueId && !candidate.confirmed && !candidate.fetched
  ));
  const record = query.resent === 'true' && open ? open : {
    deviceCode: newId('device-'), userCode: newId('', 4).toUpperCase(), resent: 0,
  };
  if (record === open) record.resent += 1;
  Object.assign(record, {
    data, confirmed: false, fetched: false,
    expiresAt: new Date(Date.now() + expiresIn * 1000).toISOString(),
  });
  store.intents.set(record.deviceCode, record);
  return {
    status: 200,
    json: {
      device_code: record.deviceCode,
      user_code: record.userCode,
      verification_url: `${baseUrl}/verify`,
      interval,
      expires_in: expiresIn,
    },
  };
}

/** Whether the e-mail was confirmed. The payload is handed out once. */
function poll({ store, config, query, baseUrl }) {
  const record = store.intents.get(query.token);
  if (!record) throw new CallError(400, 'device_code_invalid');
  if (record.fetched) throw new CallError(400, 'device_code_used');
  if (Date.parse(record.expiresAt) <= Date.now()) throw new CallError(400, 'device_code_expired');
  if (!record.confirmed) return { status: 200, json: { status: 'authorization_pending' } };
  const workspace = store.addWorkspace({
    name: record.data.siteName || '', email: record.data.contactEmail,
    redirectUris: [`${record.data.address}/admin/cloud/oauth-callback`], how: 'email',
  });
  record.fetched = true;
  record.workspaceId = workspace.workspaceId;
  return {
    status: 200,
    json: { successful: true, payload: registrationPayload(workspace, { config, baseUrl }) },
  };
}

/** The way before intents: only an id; credentials come later by a token. */
function registerByEmail({ store, body }) {
  const data = requireRegistrationData(body);
  requireContactEmail(data);
  const id = newId('ws-', 12);
  store.pendingEmails.set(id, { id, email: data.contactEmail, confirmed: false });
  return { status: 200, json: { id } };
}

module.exports = {
  routes: [
    { call: 'connect', method: 'POST', path: /^\/api\/oauth\/clients$/, body: 'json', handle: connect },
    {
      call: 'preIntent', method: 'POST', body: 'json', handle: preIntent,
      path: /^\/api\/v2\/register\/workspace\/pre-intent$/,
    },
    {
      call: 'intent', method: 'POST', body: 'json', handle: intent,
      path: /^\/api\/v2\/register\/workspace\/intent$/,
    },
    { call: 'poll', method: 'GET', path: /^\/api\/v2\/register\/workspace\/poll$/, handle: poll },
    {
      call: 'registerByEmail', method: 'POST', body: 'json', handle: registerByEmail,
      path: /^\/api\/v2\/register\/workspace$/,
    },
  ],
  requireRegistrationData,
};
