'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');

const { cloudError } = require('../../js-shim/cloud-error');
const { MeteorError, nativeError } = require('./fake-context');

class CloudWorkspaceConnectionError extends Error {}
class CloudWorkspaceAccessError extends Error {}

const classes = {
  connectionError: { CloudWorkspaceConnectionError }, accessError: { CloudWorkspaceAccessError },
};
const context = {
  services: () => ({ find: (name) => classes[name], meteor: () => ({ Error: MeteorError }) }),
};

for (const [code, expected] of [
  ['cloud.tls.untrusted', CloudWorkspaceConnectionError],
  ['cloud.access.denied', CloudWorkspaceAccessError],
]) {
  test(`${code} comes as the originals' ${expected.name}, and passes DDP`, () => {
    const error = cloudError(context, nativeError(code));
    assert.ok(error instanceof expected);
    assert.deepEqual({ ...error }, {
      isClientSafe: true, errorType: 'Meteor.Error', error: code, reason: error.message,
    });
    assert.match(error.message, /A cause\. A remedy\./);
  });
}

test('what has no class of its own, or on a release without them, is a Meteor.Error', () => {
  for (const code of ['host.read-failed', 'license.not-valid']) {
    const error = cloudError(context, nativeError(code));
    assert.ok(error instanceof MeteorError);
    assert.equal(error.error, code);
  }
});
