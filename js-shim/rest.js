'use strict';

const { askStarted } = require('./calling');
const { metricsText, readMetrics } = require('./metrics');
const { Refusal, failureBody } = require('./refusal');
const { report } = require('./report');

const MINUTE_MS = 60000;
const MANAGE_CLOUD = { authRequired: true, permissionsRequired: ['manage-cloud'] };

const OPEN_METRICS = 'application/openmetrics-text; version=1.0.0; charset=utf-8';

const often = { rateLimiterOptions: { numRequestsAllowed: 60, intervalTimeInMS: MINUTE_MS } };
const seldom = { rateLimiterOptions: { numRequestsAllowed: 10, intervalTimeInMS: MINUTE_MS } };

/**
 * An endpoint of the module: what it asks the native module for, with which argument.
 *
 * @typedef {object} Endpoint
 * @property {'get'|'post'} method
 * @property {object} limit
 * @property {string} [contentType] of an answer that is no JSON
 * @property {boolean} [secondFactor] as the server's settings pages ask for it
 * @property {(context: import('./context').ModuleContext, body: any) => Promise<any>} answer
 *     gives the fields of the answer, or with `contentType` its text; throws
 *     a Refusal or rejects with the native module's error
 */

/** @type {Object<string, Endpoint>} */
const ENDPOINTS = {
  'registrar.status': {
    method: 'get',
    limit: often,
    answer: (context) => askStarted(context, 'status').then((status) => ({ status })),
  },
  'registrar.sync': {
    method: 'post',
    limit: seldom,
    answer: (context) => askStarted(context, 'sync', { reason: 'admin' }),
  },
  'registrar.register': { method: 'post', limit: seldom, answer: register },
  'registrar.disconnect': {
    method: 'post',
    limit: seldom,
    secondFactor: true,
    answer(context, { confirm }) {
      if (confirm !== true) {
        throw new Refusal('Disconnecting stops push notifications through the vendor\'s gateway, '
          + 'the marketplace and licenses, and was not confirmed.',
        'Send {"confirm": true} if that is meant.');
      }
      return askStarted(context, 'disconnect');
    },
  },
  'registrar.reconnect': {
    method: 'post',
    limit: seldom,
    answer: (context) => askStarted(context, 'reconnect'),
  },
  'registrar.offlineData': {
    method: 'get',
    limit: seldom,
    answer: (context) => askStarted(context, 'offlineData'),
  },
  'registrar.offlineApply': {
    method: 'post',
    limit: seldom,
    answer: (context, body) => askStarted(context, 'offlineApply', { blob: textOf(body, 'blob') }),
  },
  'registrar.diagnose': {
    method: 'get',
    limit: seldom,
    answer: (context) => askStarted(context, 'diagnose'),
  },
  'registrar.journal': {
    method: 'get',
    limit: often,
    answer: (context) => askStarted(context, 'history'),
  },
  'registrar.metrics': {
    method: 'get',
    limit: often,
    contentType: OPEN_METRICS,
    answer: (context) => context.whenStarted().then(() => readMetrics(context))
      .then((list) => metricsText(list)),
  },
};

/** The server's own endpoint from 8.7 on, for the releases that lack it. @type {Endpoint} */
const CONNECT = {
  method: 'post',
  limit: seldom,
  answer: (context, body) => askStarted(context, 'connect', {
    token: textOf(body, 'token'), anew: true,
  }).then(() => ({})),
};

/**
 * Adds the module's REST endpoints. Must run while the application is evaluated: what is added
 * later is never served from release 8 on.
 *
 * @param {any} API the server's API object
 * @param {import('./context').ModuleContext} context
 */
function addRoutes(API, context) {
  const missing = context.layout.hasConnectRoute ? {} : { 'cloud.connectWorkspace': CONNECT };
  for (const [path, endpoint] of Object.entries({ ...ENDPOINTS, ...missing })) {
    API.v1.addRoute(path, { ...MANAGE_CLOUD, ...endpoint.limit }, {
      [endpoint.method]: {
        ...(endpoint.secondFactor && { twoFactorRequired: true }),
        action: actionOf(API, context, endpoint),
      },
    });
  }
}

/**
 * @param {any} API
 * @param {import('./context').ModuleContext} context
 * @param {Endpoint} endpoint
 */
function actionOf(API, context, endpoint) {
  return /** @this {any} */ function action() {
    return new Promise((resolve) => resolve(endpoint.answer(context, fieldsOf(this.bodyParams))))
      .then((answer) => success(API, endpoint, answer), (error) => {
        const body = failureBody(error);
        if (body.errorType === 'module.internal') {
          report(context, 'an endpoint', error);
        }
        return API.v1.failure(body);
      });
  };
}

/** @param {any} body of a request: not every server refuses JSON that is no object */
function fieldsOf(body) {
  return body && typeof body === 'object' ? body : {};
}

/**
 * @param {any} API
 * @param {Endpoint} endpoint
 * @param {any} answer
 */
function success(API, { contentType }, answer) {
  return contentType
    ? { statusCode: 200, headers: { 'Content-Type': contentType }, body: answer }
    : API.v1.success({ ...answer });
}

/**
 * Registers by token, or sends the e-mail whose link registers.
 *
 * @param {import('./context').ModuleContext} context
 * @param {any} body
 * @returns {Promise<object>}
 */
function register(context, body) {
  if (('token' in body) === ('email' in body)) {
    throw new Refusal('There is neither or both of token and email.',
      'Send {"token": "…"} or {"email": "…"}.');
  }
  if ('token' in body) {
    return askStarted(context, 'connect', { token: textOf(body, 'token') });
  }
  const { resend = false } = body;
  if (typeof resend !== 'boolean') {
    throw new Refusal('resend is no boolean.', 'Send true or false, or leave it out.');
  }
  return askStarted(context, 'intent', { resend, email: textOf(body, 'email') })
    .then((intent) => ({ intent }));
}

/**
 * @param {any} body
 * @param {string} field
 * @returns {string} without blanks around it
 */
function textOf(body, field) {
  const text = body[field];
  if (typeof text !== 'string' || text.trim() === '') {
    throw new Refusal(`${field} is no text, or an empty one.`, `Send {"${field}": "…"}.`);
  }
  return text.trim();
}

module.exports = { addRoutes, ENDPOINTS };
