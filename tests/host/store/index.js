'use strict';

const { fileURLToPath } = require('url');
const { Database } = require('./database');

/**
 * Opens the database that a server runs on.
 *
 * @param {string} url `file://` and a folder: an embedded store of this process
 * @returns {{db: Database, client: {close: function(): Promise<void>}}}
 */
function openStore(url) {
  if (/^file:/.test(url || '')) {
    const db = new Database(fileURLToPath(url));
    return { db, client: { db: () => db, close: async () => {} } };
  }
  throw new Error(`MONGO_URL=${url} is not understood; give file:// and the path of a folder.`);
}

module.exports = { openStore };
