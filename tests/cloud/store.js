'use strict';

const crypto = require('node:crypto');
const fs = require('node:fs');

const COLLECTIONS = [
  'registrationTokens', 'intents', 'pendingEmails', 'workspaces',
  'accessTokens', 'refreshTokens', 'authorizationCodes',
];

/** @param {string} prefix @param {number} [bytes] @returns {string} an unguessable id */
function newId(prefix, bytes = 18) {
  return `${prefix}${crypto.randomBytes(bytes).toString('hex')}`;
}

/**
 * What the cloud knows: tokens, intents, workspaces. Each collection is a Map from id to a plain
 * object. With a file, `save()` keeps them over a restart.
 */
class Store {
  /** @param {string} [file] JSON file, read now if it exists */
  constructor(file) {
    this.file = file;
    this.savedText = '';
    for (const name of COLLECTIONS) this[name] = new Map();
    if (file && fs.existsSync(file)) this.load();
  }

  load() {
    this.savedText = fs.readFileSync(this.file, 'utf8');
    let data;
    try {
      data = JSON.parse(this.savedText);
    } catch (error) {
      throw new Error(`${this.file} is not JSON (${error.message}). Delete it to start afresh.`);
    }
    for (const name of COLLECTIONS) this[name] = new Map(Object.entries(data[name] || {}));
  }

  /** Writes the file if anything changed; a reader never sees half of it. */
  save() {
    if (!this.file) return;
    const data = COLLECTIONS.map((name) => [name, Object.fromEntries(this[name])]);
    const text = JSON.stringify(Object.fromEntries(data), null, 2);
    if (text === this.savedText) return;
    const aside = `${this.file}.${process.pid}.tmp`;
    fs.writeFileSync(aside, text, { mode: 0o600 });
    fs.renameSync(aside, this.file);
    this.savedText = text;
  }

  /**
   * @param {object} [options]
   * @param {'good'|'expired'|'used'} [options.kind] what will become of it when it is shown
   * @param {string} [options.token] the token itself, for tests that need a known one
   * @param {number} [options.lifetimeSeconds]
   * @returns {{token: string, kind: string, expiresAt: string}}
   */
  issueToken({ kind = 'good', token = newId('reg-'), lifetimeSeconds = 3600 } = {}) {
    if (!['good', 'expired', 'used'].includes(kind)) {
      throw new Error(`No such kind of token: ${kind}. Use good, expired or used.`);
    }
    const expiresAt = Date.now() + (kind === 'expired' ? -1000 : lifetimeSeconds * 1000);
    const record = {
      token, kind, used: kind === 'used', expiresAt: new Date(expiresAt).toISOString(),
    };
    this.registrationTokens.set(token, record);
    return record;
  }

  /**
   * @param {{name: string, email?: string, redirectUris?: string[], how: string}} facts
   * @returns {object} the new workspace, with credentials
   */
  addWorkspace({ name, email = '', redirectUris = [], how }) {
    const workspace = {
      workspaceId: newId('ws-', 12),
      clientId: newId('client-', 12),
      clientSecret: newId('secret-', 24),
      name, email, redirectUris, how,
      createdAt: new Date().toISOString(),
      disconnected: false, downgraded: false, removeLicenseOnce: false,
      syncs: 0, lastSyncAt: null, lastData: null,
    };
    this.workspaces.set(workspace.workspaceId, workspace);
    return workspace;
  }

  /** @param {string} clientId @returns {object|undefined} */
  workspaceByClient(clientId) {
    return [...this.workspaces.values()].find((workspace) => workspace.clientId === clientId);
  }

  /** @param {string} workspaceId @returns {boolean} whether there was such a workspace */
  forgetWorkspace(workspaceId) {
    this.revokeTokens(workspaceId);
    return this.workspaces.delete(workspaceId);
  }

  /** @param {string} workspaceId @returns {number} how many access tokens became void */
  revokeTokens(workspaceId) {
    const mine = [...this.accessTokens.values()].filter((t) => t.workspaceId === workspaceId);
    for (const token of mine) this.accessTokens.delete(token.token);
    return mine.length;
  }
}

module.exports = { Store, newId };
