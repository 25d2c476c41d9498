'use strict';

/** @typedef {import('../services').Services} Services */

// What stands in for services that a release does not have, by the names that manifest.json gives
// under `standIns`.

/** @type {Object<string, (services: Services) => object>} */
const factories = {
  // Each instance watches the database, so nobody has to be told.
  'no-notices': () => ({ notifyOnSettingChangedById: () => Promise.resolve() }),
  // There is no support window, so nothing is ever chosen.
  'no-support-window': () => ({ supportedVersionsChooseLatest: () => Promise.resolve(undefined) }),
  'surveys-and-banners': require('./surveys-and-banners').surveysAndBanners,
};

/**
 * @param {string} name
 * @param {Services} services
 * @returns {object} the exports of a service
 */
function standIn(name, services) {
  return factories[name](services);
}

module.exports = { standIn };
