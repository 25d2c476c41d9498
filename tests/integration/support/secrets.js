'use strict';

const assert = require('node:assert/strict');

/** @param {object} cloud @returns {string[]} everything that the cloud gave out and is secret */
function secretsOf(cloud) {
  const {
    registrationTokens, intents, workspaces, accessTokens, refreshTokens,
  } = cloud.store;
  return [
    ...registrationTokens.keys(),
    ...intents.keys(),
    ...[...workspaces.values()].map((workspace) => workspace.clientSecret),
    ...accessTokens.keys(),
    ...refreshTokens.keys(),
  ];
}

/**
 * @param {object} cloud
 * @param {unknown} content an answer, a log
 * @param {string} what it is, for the error
 */
function assertNoSecrets(cloud, content, what) {
  const text = JSON.stringify(content);
  const secrets = secretsOf(cloud);
  assert.ok(secrets.length > 0, 'the cloud has given out no secret, so nothing can be looked for');
  const shown = secrets.filter((secret) => text.includes(secret));
  assert.deepEqual(shown, [], `${what} contains a secret`);
}

module.exports = { assertNoSecrets };
