'use strict';

// A user's login at the cloud, where every release keeps it: with the user, under services.cloud.

/** @typedef {import('./services').Services} Services */

const PRIMARY = { readPreference: 'primary' };

/**
 * @param {Services} services
 * @returns {import('./port').Port}
 */
function createLoginPort(services) {
  const users = () => services.database().collection('users');
  return {
    async findUserLogin({ userId }) {
      const user = await users()
        .findOne({ _id: userId }, { ...PRIMARY, projection: { 'services.cloud': 1 } });
      const login = user && user.services && user.services.cloud;
      if (!login || !login.accessToken) {
        return null;
      }
      return {
        accessToken: login.accessToken,
        expiresAt: login.expiresAt ? new Date(login.expiresAt).getTime() : 0,
        scope: login.scope || '',
        tokenType: login.tokenType || '',
        refreshToken: login.refreshToken || '',
      };
    },
    async storeUserLogin({ userId, accessToken, expiresAt, scope, tokenType, refreshToken }) {
      const login = {
        accessToken, expiresAt: new Date(expiresAt), scope, tokenType, refreshToken,
      };
      const result = await users()
        .updateOne({ _id: userId }, { $set: { 'services.cloud': login } });
      if (result.matchedCount === 0) {
        throw Object.assign(new Error('there is no such user'), { code: 'host.write-failed' });
      }
      return null;
    },
    async removeUserLogin({ userId }) {
      await users().updateOne({ _id: userId }, { $unset: { 'services.cloud': 1 } });
      return null;
    },
  };
}

module.exports = { createLoginPort };
