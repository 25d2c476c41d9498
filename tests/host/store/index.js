'use strict';

const { fileURLToPath } = require('url');
const { Database } = require('./database');

const FIRST_NODE_OF_DRIVER_6 = 16;

/**
 * Opens the database that a server runs on.
 *
 * @param {string} url `file://` and a folder: an embedded store of this process; `mongodb://`: a
 *     server that speaks MongoDB's protocol, with the name of the database as its path
 * @returns {{db: object, client: {db: function(): object, close: function(): Promise<void>}}}
 * @throws {Error} for any other address
 */
function openStore(url) {
  if (/^file:/.test(url || '')) {
    const db = new Database(fileURLToPath(url));
    return { db, client: { db: () => db, close: async () => {} } };
  }
  if (/^mongodb(\+srv)?:/.test(url || '')) {
    return connect(url);
  }
  throw new Error(`MONGO_URL=${url} is not understood; give file:// and the path of a folder, or `
    + 'mongodb:// with host, port and the name of a database.');
}

/** Through the driver that the releases on this Node carry; it connects when it is first used. */
function connect(url) {
  const node = Number(process.versions.node.split('.')[0]);
  const { MongoClient } = node < FIRST_NODE_OF_DRIVER_6 ? require('mongodb4') : require('mongodb6');
  const client = new MongoClient(url, { ignoreUndefined: true });
  return { db: client.db(), client };
}

module.exports = { openStore };
