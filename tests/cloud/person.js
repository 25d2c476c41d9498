'use strict';

const { registrationPayload } = require('./payload');

/**
 * What a person does at the cloud: clicks the link of an e-mail.
 * @param {object} cloud
 * @param {{deviceCode?: string, userCode?: string, id?: string}} wanted intent, or `id` of a
 *   registration of the old way, which earns a registration token
 * @returns {object} what was confirmed
 */
function confirm(cloud, { deviceCode, userCode, id }) {
  const { store } = cloud;
  const pending = store.pendingEmails.get(id);
  const intent = [...store.intents.values()].find((candidate) => (
    candidate.deviceCode === deviceCode || candidate.userCode === userCode
  ));
  const found = pending || intent;
  if (!found) throw new Error('No registration waits under this code. Look at GET /intents.');
  found.confirmed = true;
  if (pending) pending.token = store.issueToken().token;
  store.save();
  return found;
}

/** @param {string} blob base64 of JSON @returns {object} registration data */
function readBlob(blob) {
  try {
    const data = JSON.parse(Buffer.from(blob, 'base64').toString('utf8'));
    if (data && typeof data.address === 'string') return data;
  } catch {
    // said below, in the same words as for data that lacks the address
  }
  throw new Error('This is not the text that a workspace shows. Copy all of it and try again.');
}

/**
 * The offline way: takes the text that the workspace shows, gives the text to paste there.
 * @param {object} cloud @param {string} blob @returns {string}
 */
function registerOffline(cloud, blob) {
  const data = readBlob(blob);
  const workspace = cloud.store.addWorkspace({
    name: data.siteName || '', email: data.contactEmail || '',
    redirectUris: [`${data.address}/admin/cloud/oauth-callback`], how: 'offline',
  });
  workspace.lastData = data;
  cloud.store.save();
  const payload = registrationPayload(workspace, { config: cloud.config, baseUrl: cloud.url });
  return Buffer.from(JSON.stringify(payload)).toString('base64');
}

module.exports = { confirm, registerOffline };
