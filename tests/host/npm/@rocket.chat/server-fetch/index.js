'use strict';

const https = require('https');
const fetch = require('node-fetch');

const DEFAULT_TIMEOUT_MS = 20000;

/**
 * `fetch` with a timeout, query parameters and objects as JSON bodies.
 *
 * @param {string} address
 * @param {{method?: string, headers?: object, body?: object|URLSearchParams, params?: object,
 *     timeout?: number}} [options]
 * @returns {Promise<fetch.Response>}
 */
function serverFetch(address, { params, body, headers, timeout, method } = {}) {
  const url = new URL(address);
  const entries = params instanceof URLSearchParams ? [...params] : Object.entries(params || {});
  for (const [name, value] of entries) {
    url.searchParams.set(name, value);
  }
  const isJson = body && !(body instanceof URLSearchParams) && typeof body === 'object';
  return fetch(url.href, {
    method,
    timeout: timeout === undefined ? DEFAULT_TIMEOUT_MS : timeout,
    agent: url.protocol === 'https:' ? https.globalAgent : undefined,
    headers: { ...headers, ...(isJson ? { 'Content-Type': 'application/json' } : {}) },
    body: isJson ? JSON.stringify(body) : body,
  });
}

module.exports = { serverFetch };
