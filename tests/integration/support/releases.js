'use strict';

const { describe } = require('node:test');

const KNOWN = ['6', '7', '8'];

/** Why a test is skipped that must start, restart or kill its server. */
const NEEDS_OWN_SERVER = 'needs a server that it can start and kill (ROCKETCHAT_URL is given)';

/** @returns {string|undefined} address of a real server that is to be tested */
function realServer() {
  return process.env.ROCKETCHAT_URL && process.env.ROCKETCHAT_URL.replace(/\/+$/, '');
}

/** @returns {string[]} the releases that RELEASES names, all when it is not set */
function chosenReleases() {
  if (!process.env.RELEASES) return KNOWN;
  const chosen = process.env.RELEASES.split(/[\s,]+/).filter(Boolean);
  const unknown = chosen.find((release) => !KNOWN.includes(release));
  if (unknown) throw new Error(`RELEASES: no release ${unknown}. There are: ${KNOWN.join(', ')}.`);
  return chosen;
}

/**
 * Declares the same tests for each release, or once for a real server.
 * @param {(release: string) => void} declare
 * @param {{ownServer?: boolean, concurrency?: number}} [options] with `ownServer` they are skipped
 *   on a real server; `concurrency` is how many groups of a release run at once
 */
function forEachRelease(declare, { ownServer = false, concurrency = 1 } = {}) {
  if (realServer()) {
    describe('real server', { skip: ownServer && NEEDS_OWN_SERVER }, () => declare('real'));
    return;
  }
  for (const release of chosenReleases()) {
    describe(`release ${release}`, { concurrency }, () => declare(release));
  }
}

module.exports = { NEEDS_OWN_SERVER, chosenReleases, forEachRelease, realServer };
