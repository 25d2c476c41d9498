'use strict';

/**
 * What the cloud answers with where the protocol leaves it a choice. Tests change single values
 * by `cloud.configure()`.
 */
const DEFAULTS = {
  tokenLifetimeSeconds: 3600,
  intent: { interval: 5, expires_in: 900 },
  license: { kind: 'readable', plan: 'pro' },
  nps: null,
  announcements: { create: [], delete: [] },
  banners: [],
  trial: null,
  cloudSyncAnnouncement: null,
  supportedVersions: null,
};

/**
 * @param {object} config changed in place
 * @param {object} changes values by name; null means none
 */
function configure(config, changes) {
  for (const name of Object.keys(changes)) {
    if (!(name in DEFAULTS)) {
      const known = Object.keys(DEFAULTS).join(', ');
      throw new Error(`The cloud has no option "${name}". It has: ${known}.`);
    }
  }
  Object.assign(config, changes);
}

/** @returns {object} a copy of the defaults */
function defaultConfig() {
  return JSON.parse(JSON.stringify(DEFAULTS));
}

module.exports = { configure, defaultConfig };
