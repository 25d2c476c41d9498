'use strict';

const assert = require('node:assert/strict');
const { before, describe, test } = require('node:test');

const { Visitor, logIn } = require('./support/person');
const { EVERY, forEachRelease, lacks, realServer, statusFields } = require('./support/releases');
const { useScene } = require('./support/scene');
const { assertNoSecrets } = require('./support/secrets');

/** What may change when somebody does what he may not. */
async function facts(scene) {
  const { state, workspaceId, lastSync, lastError } = await scene.admin.status();
  const registration = await scene.admin.registration();
  return { state, workspaceId, lastSync, lastError, registration };
}

const ENDPOINTS = [
  ['GET', '/v1/cloud.registrationStatus'],
  ['GET', '/v1/registrar.status'],
  ['POST', '/v1/cloud.syncWorkspace', 'syncRoute'],
];

/** @param {string} release @param {string} [needs] @returns {{skip: false|string}} */
const onlyWith = (release, needs) => ({ skip: Boolean(needs) && lacks(release, needs) });

const METHODS = [
  ['cloud:connectWorkspace', 'some-token'],
  ['cloud:syncWorkspace'],
  ['cloud:disconnectWorkspace'],
  ['cloud:reconnectWorkspace'],
  ['registrar:sync'],
  ['registrar:disconnect'],
  ['registrar:reconnect'],
];

forEachRelease((release) => {
  const scene = useScene({ release });
  let user;
  let untouched;

  before(async () => {
    await scene.register();
    const [name, password] = realServer()
      ? (process.env.ROCKETCHAT_USER || 'user:user').split(':') : ['user', 'user'];
    user = new Visitor(scene.server.url, await logIn(scene.server.url, name, password));
    scene.cloud.clear();
    untouched = await facts(scene);
  });

  describe('without a login', () => {
    for (const [method, path, needs] of ENDPOINTS) {
      test(`${method} ${path} answers 401`, onlyWith(release, needs), async () => {
        const { status } = await scene.visitor[method.toLowerCase()](path);
        assert.equal(status, 401);
      });
    }
  });

  describe('without the permission', () => {
    for (const [method, path, needs] of ENDPOINTS) {
      test(`${method} ${path} answers 403`, onlyWith(release, needs), async () => {
        const { status } = await user[method.toLowerCase()](path);
        assert.equal(status, 403);
      });
    }

    for (const [method, ...params] of METHODS) {
      test(`${method} is refused`, async () => {
        const { error } = await user.press(method, ...params);
        assert.equal(error && error.error, 'error-not-authorized', JSON.stringify(error));
      });
    }
  });

  test('whatever was refused has left no trace, neither here nor at the cloud', async () => {
    assert.deepEqual(await facts(scene), untouched);
    assert.deepEqual(scene.cloud.requests.map(({ call }) => call), []);
  });

  describe('as admin', () => {
    test('GET cloud.registrationStatus has the server\'s own shape', async () => {
      const { status, body } = await scene.admin.get('/v1/cloud.registrationStatus');
      assert.equal(status, 200);
      assert.equal(body.success, true);
      assert.deepEqual(Object.keys(body.registrationStatus).sort(),
        statusFields(release));
      assert.equal(body.registrationStatus.uniqueId, await scene.admin.setting('uniqueID'));
    });

    test('cloud:checkRegisterStatus answers the same', async () => {
      assert.deepEqual(await scene.admin.call('cloud:checkRegisterStatus'),
        await scene.admin.registration());
    });

    test('GET registrar.status tells state, last sync and next sync', async () => {
      const status = await scene.admin.status();
      assert.equal(status.state, 'registered');
      assert.equal(status.workspaceId, scene.cloud.workspaces[0].workspaceId);
      assert.equal(status.lastSync.ok, true);
      assert.ok(Date.parse(status.lastSync.at) <= Date.now());
      assert.ok(Date.parse(status.nextSync) > Date.now());
      assert.equal(status.lastError ?? null, null);
      // Without consent to the terms the push gateway is off, and the status says so.
      assert.equal(status.pushGateway.on, false);
      assert.ok(status.pushGateway.reason);
    });

    test('no answer contains a secret', async () => {
      for (const path of ['/v1/cloud.registrationStatus', '/v1/registrar.status', '/info']) {
        assertNoSecrets(scene.cloud, await scene.admin.get(path), path);
      }
      assertNoSecrets(scene.cloud, scene.server.log, 'the log');
    });
  });
}, { releases: EVERY });
