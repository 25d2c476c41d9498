'use strict';

const { describe } = require('node:test');

const KNOWN = ['6', '7', '8'];

/** Releases with other files and a page of their own; tests name them. */
const OLDER = ['5.2', '6.4'];

/** Why a test is skipped that must start, restart or kill its server. */
const NEEDS_OWN_SERVER = 'needs a server that it can start and kill (ROCKETCHAT_URL is given)';

/** @returns {string|undefined} address of a real server that is to be tested */
function realServer() {
  return process.env.ROCKETCHAT_URL && process.env.ROCKETCHAT_URL.replace(/\/+$/, '');
}

/**
 * @param {string[]} [offered]
 * @returns {string[]} those of them that RELEASES names, all when it is not set
 */
function chosenReleases(offered = KNOWN) {
  if (!process.env.RELEASES) return offered;
  const chosen = process.env.RELEASES.split(/[\s,]+/).filter(Boolean);
  const all = [...OLDER, ...KNOWN];
  const unknown = chosen.find((release) => !all.includes(release));
  if (unknown) throw new Error(`RELEASES: no release ${unknown}. There are: ${all.join(', ')}.`);
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
  NEEDS_OWN_SERVER, OLDER, chosenReleases, forEachRelease, realServer,
};
