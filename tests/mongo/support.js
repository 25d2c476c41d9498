'use strict';

const { after, before, describe } = require('node:test');

const { chosenReleases } = require('../integration/support/releases');
const { startMongo, whyNoMongo } = require('./start');

/**
 * Declares the same tests for each release, on one database server. They are skipped, with the
 * reason, where none can be had.
 *
 * @param {(release: string, database: (name: string) => string) => void} declare `database` gives,
 *     inside a test, the address of a database of this release and name
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
      const suffix = release.replace('.', '_');
      describe(`release ${release}`, () => declare(
        release, (name) => mongo.url(`${name}${suffix}`),
      ));
    }
  });
}

module.exports = { forEachReleaseOnMongo };
