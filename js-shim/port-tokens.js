'use strict';

// Access tokens where the release keeps them: from 7 on in a collection by scope, on 6 one for
// all callers in two settings, where only the default scope may go.

/** @typedef {import('./services').Services} Services */

/**
 * @param {Services} services
 * @param {import('./fit').Layout} layout
 * @returns {import('./port').Port}
 */
function createTokenPort(services, layout) {
  return layout.tokensInSettings ? tokensInSettings(services) : tokensByScope(services);
}

/**
 * @param {Services} services
 * @returns {import('./port').Port}
 */
function tokensByScope(services) {
  const model = () => services.get('models').WorkspaceCredentials;
  return {
    async findToken({ scope }) {
      // Duplicates of a scope happen; the one that is valid longest counts.
      const stored = await model().find({ scope }).toArray();
      const [best] = stored.sort((/** @type {any} */ a, /** @type {any} */ b) => b.expirationDate
        - a.expirationDate);
      return best
        ? { token: best.accessToken, expiresAt: best.expirationDate.getTime() }
        : null;
    },
    async storeToken({ scope, token, expiresAt }) {
      const expirationDate = new Date(expiresAt);
      await model().updateCredentialByScope({ scope, accessToken: token, expirationDate });
      await model().deleteMany({ scope, accessToken: { $ne: token } });
      return null;
    },
    removeTokens: () => model().removeAllCredentials().then(() => null),
  };
}

const TOKEN = 'Cloud_Workspace_Access_Token';
const EXPIRES_AT = 'Cloud_Workspace_Access_Token_Expires_At';

/**
 * @param {Services} services
 * @returns {import('./port').Port}
 */
function tokensInSettings(services) {
  const isDefaultScope = (/** @type {string} */ scope) => scope
    === services.get('scopes').workspaceScopes.join(' ');
  const write = async (/** @type {string} */ id, /** @type {any} */ value) => {
    await services.get('models').Settings.updateValueById(id, value);
    await services.get('notify').notifyOnSettingChangedById(id);
  };
  return {
    async findToken({ scope }) {
      if (!isDefaultScope(scope)) {
        return null;
      }
      const { Settings } = services.get('models');
      const token = await Settings.getValueById(TOKEN);
      const expiresAt = new Date(await Settings.getValueById(EXPIRES_AT)).getTime();
      return token && expiresAt > 0 ? { token, expiresAt } : null;
    },
    async storeToken({ scope, token, expiresAt }) {
      if (isDefaultScope(scope)) {
        // A token without its time is not used, so the time comes last.
        await write(TOKEN, token);
        await write(EXPIRES_AT, new Date(expiresAt));
      }
      return null;
    },
    async removeTokens() {
      await write(EXPIRES_AT, new Date(0));
      await write(TOKEN, '');
      return null;
    },
  };
}

module.exports = { createTokenPort };
