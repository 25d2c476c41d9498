'use strict';

const { after, before, describe } = require('node:test');

const { chosenReleases } = require('../integration/support/releases');
const { startMongo, whyNoMongo } = require('./start');

/**
 * Declares the same tests for each release, on one database server. They are skipped, with the
 * reason, where none can be had.
 *
 * @param {(release: string, mongo: () => import('./start').Mongo) => void} declare
 */
async function forEachReleaseOnMongo(declare) {
  const skip = await whyNoMongo();
  describe('on a database server', { skip }, () => {
    let mongo;
    before(async () => {
      mongo = await startMongo();
    });
    after(() => mongo && mongo.remove());
    for (const release of chosenReleases()) {
      describe(`release ${release}`, () => declare(release, () => mongo));
    }
  });
}

module.exports = { forEachReleaseOnMongo };
