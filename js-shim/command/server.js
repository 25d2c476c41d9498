'use strict';

const crypto = require('crypto');
const http = require('http');
const https = require('https');

const DEADLINE_MS = 60000;
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;

/** The server did not answer, or something that is no Rocket.Chat server did. */
class UnreachableError extends Error {}

/** The login was refused, or the user may not do this. */
class LoginError extends Error {}

/** The server answered that it did not do it. */
class RefusedError extends Error {
  /** @param {any} answer body of the server's answer */
  constructor(answer) {
    super(answer.error || answer.message || 'The server refused without saying why.');
    this.answer = answer;
  }
}

/** A server's REST interface, as one of its users. */
class Server {
  /** @param {string} url address of the server */
  constructor(url) {
    this.base = url.replace(/\/+$/, '');
    /** @type {Object<string, string>} */
    this.headers = {};
    /** @type {(method: string) => Promise<string>} */
    this.secondFactor = () => Promise.resolve('');
  }

  /**
   * Takes the login that the environment gives.
   *
   * @param {NodeJS.ProcessEnv} env
   * @param {() => Promise<string>} askCode asks a person for the two-factor code
   */
  async logIn(env, askCode) {
    this.secondFactor = secondFactorFrom(env, askCode);
    if (env.ROCKETCHAT_USER_ID && env.ROCKETCHAT_AUTH_TOKEN) {
      this.keepLogin(env.ROCKETCHAT_USER_ID, env.ROCKETCHAT_AUTH_TOKEN);
      return;
    }
    const { ROCKETCHAT_USER: user, ROCKETCHAT_PASSWORD: password } = env;
    if (!user || !password) {
      throw new LoginError('Give ROCKETCHAT_USER_ID and ROCKETCHAT_AUTH_TOKEN, or ROCKETCHAT_USER '
        + 'and ROCKETCHAT_PASSWORD, in the environment.');
    }
    let answer = await this.send('POST', 'login', { user, password });
    if (answer.body.error === 'totp-required') {
      const code = await this.secondFactor('totp');
      answer = await this.send('POST', 'login', { user, password, code });
    }
    const { data } = answer.body;
    if (answer.status !== 200 || !data) {
      throw new LoginError(`${user} cannot log in: ${answer.body.message || answer.body.error}.`);
    }
    this.keepLogin(data.userId, data.authToken);
  }

  /** @param {string} userId @param {string} authToken */
  keepLogin(userId, authToken) {
    this.headers = { 'X-User-Id': userId, 'X-Auth-Token': authToken };
  }

  /** @param {string} endpoint @returns {Promise<any>} the answer's body */
  get(endpoint) {
    return this.call('GET', endpoint);
  }

  /** @param {string} endpoint @param {object} [body] @returns {Promise<any>} */
  post(endpoint, body = {}) {
    return this.call('POST', endpoint, body);
  }

  /**
   * @param {string} method
   * @param {string} endpoint below /api/v1
   * @param {object} [body]
   * @returns {Promise<any>}
   */
  async call(method, endpoint, body) {
    let answer = await this.send(method, endpoint, body);
    if (answer.body.errorType === 'totp-required') {
      const { method: factor } = answer.body.details || {};
      const code = await this.secondFactor(factor);
      answer = await this.send(method, endpoint, body, {
        'x-2fa-method': factor, 'x-2fa-code': code,
      });
    }
    if (answer.status === 401 || answer.status === 403) {
      throw new LoginError(answer.body.message || answer.body.error
        || 'The login is not valid, or the user lacks the permission manage-cloud.');
    }
    if (answer.status !== 200 || answer.body.success === false) {
      throw new RefusedError(answer.body);
    }
    return answer.body;
  }

  /**
   * @param {string} method
   * @param {string} endpoint
   * @param {object} [body]
   * @param {Object<string, string>} [headers]
   * @returns {Promise<{status: number, body: any}>}
   */
  send(method, endpoint, body, headers) {
    const url = `${this.base}/api/v1/${endpoint}`;
    return new Promise((resolve, reject) => {
      const fail = (/** @type {Error} */ error) => reject(
        new UnreachableError(`${this.base} does not answer: ${error.message}.`),
      );
      const text = body && JSON.stringify(body);
      const request = requestTo(url, {
        method,
        timeout: DEADLINE_MS,
        headers: {
          ...this.headers,
          ...headers,
          ...(text && {
            'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text),
          }),
        },
      }, fail);
      if (!request) return;
      request.on('timeout', () => request.destroy(new Error('no answer within a minute')));
      request.on('error', fail);
      request.on('response', (response) => collect(response, fail, (answered) => {
        const parsed = parse(answered);
        if (parsed === undefined) {
          reject(new UnreachableError(`${url} is no endpoint of a server that has the module `
            + `(status ${response.statusCode}, no JSON).`));
          return;
        }
        resolve({ status: response.statusCode || 0, body: parsed });
      }));
      request.end(text);
    });
  }
}

/**
 * How to answer when the server asks for a second factor: the password once more, which it takes
 * from those who have set up no other, or a code.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {() => Promise<string>} askCode
 * @returns {(method: string) => Promise<string>}
 */
function secondFactorFrom(env, askCode) {
  const { ROCKETCHAT_PASSWORD: password, ROCKETCHAT_TWO_FACTOR_CODE: code } = env;
  return async (method) => {
    if (method === 'password' && password) {
      return crypto.createHash('sha256').update(password).digest('hex');
    }
    return code || askCode();
  };
}

/**
 * @param {string} url
 * @param {http.RequestOptions} options
 * @param {(error: Error) => void} fail
 * @returns {http.ClientRequest | undefined}
 */
function requestTo(url, options, fail) {
  try {
    return (url.startsWith('https:') ? https : http).request(url, options);
  } catch (error) {
    fail(/** @type {Error} */ (error));
    return undefined;
  }
}

/**
 * @param {http.IncomingMessage} response
 * @param {(error: Error) => void} fail
 * @param {(text: string) => void} done
 */
function collect(response, fail, done) {
  /** @type {Buffer[]} */
  const chunks = [];
  let size = 0;
  response.on('data', (chunk) => {
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES) {
      response.destroy(new Error('the answer is too large'));
    }
    chunks.push(chunk);
  });
  response.on('error', fail);
  response.on('aborted', () => fail(new Error('the answer broke off')));
  response.on('end', () => done(Buffer.concat(chunks).toString('utf8')));
}

/** @param {string} text @returns {any} undefined unless it is a JSON object */
function parse(text) {
  try {
    const value = JSON.parse(text);
    return value && typeof value === 'object' ? value : undefined;
  } catch (_) {
    return undefined;
  }
}

module.exports = {
  LoginError, RefusedError, Server, UnreachableError,
};
