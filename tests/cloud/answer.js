'use strict';

const { STATUS_CODES } = require('node:http');

/**
 * @param {{json?: unknown, text?: string, headers?: object}} answer
 * @returns {{body: Buffer, headers: object}} the body's bytes, and all headers but the Date
 */
function encodeAnswer(answer) {
  const isJson = answer.json !== undefined;
  const body = Buffer.from(isJson ? JSON.stringify(answer.json) : answer.text || '');
  const type = isJson ? 'application/json; charset=utf-8' : 'text/html; charset=utf-8';
  return {
    body,
    headers: { 'Content-Type': type, 'Content-Length': body.length, ...answer.headers },
  };
}

/** @param {import('node:http').ServerResponse} res @param {object} answer */
function sendAnswer(res, answer) {
  const { body, headers } = encodeAnswer(answer);
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
  res.writeHead(answer.status);
  res.end(body);
}

/**
 * The head as it goes over the wire, for faults that the HTTP server would not let pass.
 * @param {number} status @param {object} headers @returns {Buffer}
 */
function encodeHead(status, headers) {
  const all = { Date: new Date().toUTCString(), ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`HTTP/1.1 ${status} ${STATUS_CODES[status] || ''}\r\n${lines.join('')}\r\n`);
}

module.exports = { encodeAnswer, encodeHead, sendAnswer };
