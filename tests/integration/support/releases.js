'use strict';

const { describe } = require('node:test');

const KNOWN = ['6', '7', '8'];

/** Releases with other files and a page of their own; tests name them. */
const OLDER = ['5.2', '6.4'];

const EVERY = [...OLDER, ...KNOWN];

/** What some releases have not, with the reason why a test of it is skipped. */
const LACKING = {
  syncRoute: { releases: OLDER, why: 'the server has no endpoint cloud.syncWorkspace' },
  licenseStore: { releases: OLDER, why: 'the license code of the server keeps no license' },
  supportWindow: { releases: ['5.2'], why: 'the server does not tell of a support window' },
};

/** Why a test is skipped that must start, restart or kill its server. */
const NEEDS_OWN_SERVER = 'needs a server that it can start and kill (ROCKETCHAT_URL is given)';

/** @returns {string|undefined} address of a real server that is to be tested */
function realServer() {
  return process.env.ROCKETCHAT_URL && process.env.ROCKETCHAT_URL.replace(/\/+$/, '');
}

/**
 * @param {string} release
 * @param {keyof typeof LACKING} capability
 * @returns {false|string} for a test's `skip`: why the release cannot be asked for it
 */
function lacks(release, capability) {
  const { releases, why } = LACKING[capability];
  return releases.includes(release) && why;
}

/** @param {string} release @returns {string[]} what the server's own registration status tells */
function statusFields(release) {
  return [...(OLDER.includes(release) ? ['connectToCloud'] : []),
    'email', 'token', 'uniqueId', 'workspaceId', 'workspaceRegistered'];
}

/** @param {string} release @returns {string} key of the server's text for a sync that went well */
function syncedText(release) {
  return release.startsWith('5') ? 'Sync_success' : 'RegisterWorkspace_Syncing_Complete';
}

/** @param {string} release @returns {string} what the button says of a workspace that registered */
function registeredText(release) {
  return release.startsWith('5') ? 'The workspace is registered.' : 'Workspace_registered';
}

/**
 * @param {string[]} [offered]
 * @returns {string[]} those of them that RELEASES names, all when it is not set
 */
function chosenReleases(offered = KNOWN) {
  if (!process.env.RELEASES) return offered;
  const chosen = process.env.RELEASES.split(/[\s,]+/).filter(Boolean);
  const unknown = chosen.find((release) => !EVERY.includes(release));
  if (unknown) throw new Error(`RELEASES: no release ${unknown}. There are: ${EVERY.join(', ')}.`);
  return offered.filter((release) => chosen.includes(release));
}

/**
 * Declares the same tests for each release, or once for a real server.
 * @param {(release: string) => void} declare
 * @param {{ownServer?: boolean, concurrency?: number, releases?: string[]}} [options] with
 *   `ownServer` they are skipped on a real server; `concurrency` is how many groups of a release
 *   run at once; `releases` are others than 6, 7 and 8
 */
function forEachRelease(declare, { ownServer = false, concurrency = 1, releases = KNOWN } = {}) {
  if (realServer()) {
    describe('real server', { skip: ownServer && NEEDS_OWN_SERVER }, () => declare('real'));
    return;
  }
  for (const release of chosenReleases(releases)) {
    describe(`release ${release}`, { concurrency }, () => declare(release));
  }
}

module.exports = {
  EVERY, NEEDS_OWN_SERVER, OLDER, chosenReleases, forEachRelease, lacks, realServer,
  registeredText, statusFields, syncedText,
};
