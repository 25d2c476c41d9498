'use strict';

const YEAR_MS = 365 * 24 * 3600 * 1000;
const LICENSE_VERSION = 3;

/**
 * The license string of a workspace. A readable one is `TESTLICENSE.<base64url(JSON)>`; it is the
 * same at every call, as long as neither the workspace nor the configuration changes.
 * @param {object} workspace
 * @param {{kind?: 'readable'|'unreadable'|'invalid'|'none', text?: string, plan?: string}} wanted
 * @returns {string}
 */
function licenseText(workspace, wanted) {
  if (wanted.text !== undefined) return wanted.text;
  if (wanted.kind === 'none') return '';
  if (wanted.kind === 'unreadable') return 'this-is-not-a-license';
  const content = {
    workspaceId: workspace.workspaceId,
    plan: workspace.downgraded ? 'starter' : wanted.plan || 'pro',
    issuedAt: workspace.createdAt,
    ...(wanted.kind === 'invalid' && { invalid: true }),
  };
  return `TESTLICENSE.${Buffer.from(JSON.stringify(content)).toString('base64url')}`;
}

/**
 * @param {object} workspace @param {object} wanted see licenseText
 * @returns {{version: number, address: string, license: string, updatedAt: string,
 *   expireAt: string}} the body of the license call
 */
function licensePayload(workspace, wanted) {
  return {
    version: LICENSE_VERSION,
    address: (workspace.lastData && workspace.lastData.address) || workspace.redirectUris[0] || '',
    license: licenseText(workspace, wanted),
    updatedAt: workspace.createdAt,
    expireAt: new Date(Date.parse(workspace.createdAt) + YEAR_MS).toISOString(),
  };
}

module.exports = { licenseText, licensePayload };
