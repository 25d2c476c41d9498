'use strict';

const crypto = require('node:crypto');

const { RestClient } = require('@rocket.chat/api-client');
const { DDPSDK } = require('@rocket.chat/ddp-client');

const { assertDocumented } = require('./openapi');

/** @typedef {{status: number, body: any}} Answer */

/** @param {Promise<any>} pending of the REST client @returns {Promise<Answer>} */
async function answerOf(pending) {
  try {
    return { status: 200, body: await pending };
  } catch (problem) {
    // The client rejects with the response itself when the status is not 2xx.
    if (!problem || typeof problem.status !== 'number' || !problem.text) throw problem;
    const text = await problem.text();
    return { status: problem.status, body: parsed(text) };
  }
}

/** @param {string} text @returns {any} */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/**
 * Somebody at the server's REST interface, logged in or not. Answers of the module's own endpoints
 * must be as docs/openapi.yaml tells.
 */
class Visitor {
  /** @param {string} url @param {{userId: string, authToken: string}} [login] */
  constructor(url, login) {
    this.url = url;
    this.login = login;
    this.rest = new RestClient({
      baseUrl: url,
      ...(login && {
        credentials: { 'X-User-Id': login.userId, 'X-Auth-Token': login.authToken },
      }),
    });
  }

  /** @param {string} path below /api @param {object} [query] @returns {Promise<Answer>} */
  async get(path, query) {
    const answer = await answerOf(this.rest.get(path, query));
    assertDocumented('get', path, answer);
    return answer;
  }

  /** @param {string} path below /api @param {object} [body] @returns {Promise<Answer>} */
  async post(path, body = {}) {
    const answer = await answerOf(this.rest.post(path, body));
    assertDocumented('post', path, answer);
    return answer;
  }

  /**
   * Presses a button of the admin UI's settings page, which calls its method over REST.
   * @param {string} method
   * @param {...unknown} params
   * @returns {Promise<{status: number, result?: any, error?: any}>}
   */
  async press(method, ...params) {
    const message = JSON.stringify({ msg: 'method', id: '1', method, params });
    const { status, body } = await this.post(`/v1/method.call/${method}`, { message });
    if (!body || typeof body.message !== 'string') return { status, error: body };
    const { result, error } = JSON.parse(body.message);
    return { status, result, error };
  }
}

/** A user who is logged in, over REST and DDP. Made by `signIn()`. */
class Person extends Visitor {
  /** @param {string} url @param {object} login @param {DDPSDK} [sdk] */
  constructor(url, login, sdk) {
    super(url, login);
    this.sdk = sdk;
  }

  /** Calls a DDP method. @returns {Promise<any>} rejects with the server's error object */
  call(method, ...params) {
    return this.sdk.client.callAsync(method, ...params);
  }

  /** Calls a DDP method that has to fail. @returns {Promise<any>} the server's error object */
  async callFailing(method, ...params) {
    let result;
    try {
      result = await this.call(method, ...params);
    } catch (error) {
      return error;
    }
    throw new Error(`${method} answered ${JSON.stringify(result)}, it should have failed.`);
  }

  /** @param {string} id @returns {Promise<any>} value of a setting */
  async setting(id) {
    const { status, body } = await this.get(`/v1/settings/${id}`);
    if (status !== 200) throw new Error(`Setting ${id}: ${status} ${JSON.stringify(body)}`);
    return body.value;
  }

  /** @param {string} id @param {unknown} value */
  async set(id, value) {
    const { status, body } = await this.post(`/v1/settings/${id}`, { value });
    if (status !== 200) throw new Error(`Setting ${id}: ${status} ${JSON.stringify(body)}`);
  }

  /** @returns {Promise<any>} the module's own status */
  async status() {
    const { status, body } = await this.get('/v1/registrar.status');
    if (status !== 200) throw new Error(`registrar.status: ${status} ${JSON.stringify(body)}`);
    return body.status;
  }

  /** @returns {Promise<any>} what the server says of its registration */
  async registration() {
    const { status, body } = await this.get('/v1/cloud.registrationStatus');
    if (status !== 200) throw new Error(`registrationStatus: ${status} ${JSON.stringify(body)}`);
    return body.registrationStatus;
  }

  close() {
    if (!this.sdk) return;
    this.sdk.connection.close();
    // Its timers would hold this process for another minute.
    this.sdk.timeoutControl.stop();
  }
}

/** @param {string} url @param {string} user @param {string} password @returns {Promise<object>} */
async function logIn(url, user, password) {
  const { status, body } = await new Visitor(url).post('/v1/login', { user, password });
  if (status !== 200) throw new Error(`${user} cannot log in: ${status} ${JSON.stringify(body)}`);
  return body.data;
}

/**
 * Logs in over REST and DDP.
 * @param {string} url of the server
 * @param {string} [user]
 * @param {string} [password]
 * @returns {Promise<Person>}
 */
async function signIn(url, user = 'admin', password = user) {
  const login = await logIn(url, user, password);
  const sdk = DDPSDK.create(url, { retryCount: 0, retryTime: 1000 });
  await sdk.connection.connect();
  const digest = crypto.createHash('sha256').update(password).digest('hex');
  await sdk.account.loginWithPassword(user, digest);
  return new Person(url, login, sdk);
}

module.exports = { Person, Visitor, logIn, signIn };
