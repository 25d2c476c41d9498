'use strict';

const { CallError } = require('./call-error');

const ROUTES = [
  ...require('./calls/registration').routes,
  ...require('./calls/oauth').routes,
  ...require('./calls/workspace').routes,
  ...require('./calls/services').routes,
];

/**
 * @param {string} method @param {string} path without query
 * @returns {{call: string, route?: object, params: string[], status?: number}} the call that is
 *   meant; without a route, the status says why
 */
function findRoute(method, path) {
  const here = ROUTES.filter((route) => route.path.test(path));
  if (here.length === 0) return { call: 'unknown', params: [], status: 404 };
  const route = here.find((candidate) => candidate.method === method);
  if (!route) return { call: here[0].call, params: [], status: 405 };
  return { call: route.call, route, params: route.path.exec(path).slice(1) };
}

/** @param {string} text @param {string} type content type @returns {unknown} */
function parseJson(text, type) {
  if (!/^application\/json\b/i.test(type)) throw new CallError(415, 'unsupported_media_type');
  try {
    return JSON.parse(text);
  } catch {
    throw new CallError(400, 'invalid_json');
  }
}

/** @param {string} text @param {string} type content type @returns {object} */
function parseForm(text, type) {
  if (text === '') return {};
  if (!/^application\/x-www-form-urlencoded\b/i.test(type)) {
    throw new CallError(415, 'unsupported_media_type');
  }
  return Object.fromEntries(new URLSearchParams(text));
}

/**
 * Reads what was sent, for the log and for the call. What cannot be read is kept as text.
 * @param {{route?: object, text: string, headers: object}} request
 * @returns {{body?: unknown, form?: object, error?: CallError}}
 */
function parseBody({ route, text, headers }) {
  const type = headers['content-type'] || '';
  try {
    if (route && route.body === 'json') return { body: parseJson(text, type) };
    if (route && route.body === 'form') return { form: parseForm(text, type) };
    return text === '' ? {} : { body: text };
  } catch (error) {
    return { body: text, error };
  }
}

/**
 * Answers one call of the protocol.
 * @param {object} context store, config, supportWindow, baseUrl, and of the request: route,
 *   status, params, headers, query, body, form, error
 * @returns {{status: number, headers?: object, json?: unknown, text?: string}}
 */
function handleCall(context) {
  try {
    if (context.error) throw context.error;
    if (context.status === 404) throw new CallError(404, 'not_found');
    if (context.status === 405) throw new CallError(405, 'method_not_allowed');
    return context.route.handle(context);
  } catch (error) {
    if (error instanceof CallError) return { status: error.status, json: { error: error.code } };
    throw error;
  }
}

module.exports = { findRoute, parseBody, handleCall };
