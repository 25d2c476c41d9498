'use strict';

const { licensePayload } = require('./license');

/**
 * The registration payload: what a workspace gets once and lives on.
 * @param {object} workspace
 * @param {{config: object, baseUrl: string}} context the cloud's options; its URL as the client
 *   sees it
 * @returns {object}
 */
function registrationPayload(workspace, { config, baseUrl }) {
  return {
    workspaceId: workspace.workspaceId,
    client_name: workspace.name,
    client_id: workspace.clientId,
    client_secret: workspace.clientSecret,
    client_secret_expires_at: 0,
    redirect_uris: workspace.redirectUris,
    publicKey: publicKeyOf(workspace),
    registration_client_uri: `${baseUrl}/api/oauth/clients/${workspace.clientId}`,
    licenseData: licensePayload(workspace, config.license),
  };
}

/** @param {object} workspace @returns {string} in the shape of a public key, its own */
function publicKeyOf(workspace) {
  const content = Buffer.from(`public key of ${workspace.workspaceId}`).toString('base64');
  return `-----BEGIN PUBLIC KEY-----\n${content}\n-----END PUBLIC KEY-----\n`;
}

module.exports = { registrationPayload, publicKeyOf };
