'use strict';
/* global Npm */

const { openStore } = Npm.require('./npm/store');

let driver = null;

const MongoInternals = {
  /** @returns {{mongo: {db: object, client: object}}} the one connection, opened when asked for */
  defaultRemoteCollectionDriver() {
    if (!driver) {
      driver = { mongo: openStore(process.env.MONGO_URL) };
    }
    return driver;
  },
};

module.exports = { MongoInternals };
