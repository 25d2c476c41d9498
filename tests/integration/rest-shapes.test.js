'use strict';

const assert = require('node:assert/strict');
const { createRequire } = require('node:module');
const { describe, test } = require('node:test');
const { schemas } = require('@rocket.chat/core-typings/dist/Ajv');

const { forEachRelease } = require('./support/releases');
const { useScene } = require('./support/scene');
const { cloudProps } = require('./support/typings');
const { eventually } = require('./support/wait');

// The server's own endpoints answer from the module in the shapes that the vendor's typings
// declare, and take what the typings let clients send.

const { default: Ajv } = createRequire(require.resolve('@rocket.chat/rest-typings'))('ajv');
const ajv = new Ajv({ strict: false, allErrors: true });
ajv.addSchema({ $id: 'core', ...schemas });

/** @param {string} name of a type of core-typings @param {any} value */
function assertType(name, value) {
  const validate = ajv.getSchema(`core#/components/schemas/${name}`);
  assert.ok(validate(value), `${name}: ${ajv.errorsText(validate.errors)} ${JSON.stringify(value)}`);
}

/** @param {Function} validate of rest-typings @param {object} body @returns {object} the same */
function sendable(validate, body) {
  assert.ok(validate(body), JSON.stringify(validate.errors));
  return body;
}

/** @param {{status: number, body: any}} answer @param {string[]} fields beside `success` */
function assertFields({ status, body }, ...fields) {
  assert.equal(status, 200, JSON.stringify(body));
  assert.equal(body.success, true);
  assert.deepEqual(Object.keys(body).sort(), [...fields, 'success'].sort());
}

forEachRelease((release) => {
  describe('the shapes of the server\'s own endpoints', () => {
    const scene = useScene({ release });
    let intentData;

    test('cloud.registrationStatus, unregistered', async () => {
      const answer = await scene.admin.get('/v1/cloud.registrationStatus');
      assertFields(answer, 'registrationStatus');
      assertType('CloudRegistrationStatus', answer.body.registrationStatus);
    });

    test('cloud.registerPreIntent', async () => {
      const answer = await scene.admin.post('/v1/cloud.registerPreIntent');
      assertFields(answer, 'offline');
      assert.equal(answer.body.offline, false);
    });

    test('cloud.createRegistrationIntent', async () => {
      const body = sendable(cloudProps.isCloudCreateRegistrationIntentProps,
        { resend: false, email: 'admin@example.com' });
      const answer = await scene.admin.post('/v1/cloud.createRegistrationIntent', body);
      assertFields(answer, 'intentData');
      ({ intentData } = answer.body);
      assertType('CloudRegistrationIntentData', intentData);
    });

    test('cloud.confirmationPoll, pending and confirmed', async () => {
      const query = sendable(cloudProps.isCloudConfirmationPollProps,
        { deviceCode: intentData.device_code });
      const pending = await scene.admin.get('/v1/cloud.confirmationPoll', query);
      assertFields(pending, 'pollData');
      assertType('CloudConfirmationPollDataPending', pending.body.pollData);
      scene.cloud.confirm({ userCode: intentData.user_code });
      const confirmed = await eventually(async () => {
        const answer = await scene.admin.get('/v1/cloud.confirmationPoll', query);
        assertFields(answer, 'pollData');
        return answer.body.pollData.successful && answer;
      }, { what: 'the confirmation' });
      assertType('CloudConfirmationPollDataSuccess', confirmed.body.pollData);
      assert.equal(confirmed.body.pollData.payload.client_secret, '');
    });

    test('cloud.registrationStatus, registered', async () => {
      const { body } = await scene.admin.get('/v1/cloud.registrationStatus');
      assertType('CloudRegistrationStatus', body.registrationStatus);
      assert.equal(body.registrationStatus.workspaceRegistered, true);
    });

    test('cloud.syncWorkspace', async () => {
      assertFields(await scene.admin.post('/v1/cloud.syncWorkspace'));
    });

    test('cloud.checkoutUrl', async () => {
      const answer = await scene.admin.get('/v1/cloud.checkoutUrl');
      assertFields(answer, 'url');
      assert.match(answer.body.url, /^https?:/);
    });

    test('cloud.removeLicense', async () => {
      assertFields(await scene.admin.post('/v1/cloud.removeLicense'));
    });

    test('cloud.manualRegister refuses when registered', async () => {
      const body = sendable(cloudProps.isCloudManualRegisterProps, { cloudBlob: 'e30=' });
      const answer = await scene.admin.post('/v1/cloud.manualRegister', body);
      assert.equal(answer.status, 400);
      assert.deepEqual(answer.body, { success: false, error: 'Workspace is already registered' });
    });
  });
});
