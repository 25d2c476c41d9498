'use strict';

const { once } = require('node:events');
const { setTimeout: sleep } = require('node:timers/promises');

const { encodeAnswer, encodeHead, sendAnswer } = require('./answer');
const { writeSlowly } = require('./slow-stream');

const SETTLE_MS = 20;
const MEBIBYTE = 1024 * 1024;

/**
 * RFC 7386: null removes a member, objects are merged, everything else replaces.
 * @param {unknown} target @param {unknown} patch @returns {unknown}
 */
function mergePatch(target, patch) {
  if (!patch || typeof patch !== 'object' || Array.isArray(patch)) return patch;
  const isObject = target && typeof target === 'object' && !Array.isArray(target);
  const result = isObject ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = mergePatch(result[key], value);
  }
  return result;
}

/** Sends, waits until it is on its way, then breaks the connection off. */
async function sendThenReset({ socket, connection }, bytes) {
  socket.write(bytes);
  await sleep(SETTLE_MS); // a reset overtakes what is still in the sender's buffers
  connection.raw.resetAndDestroy();
}

function half({ answer }) {
  const { body, headers } = encodeAnswer(answer);
  const part = body.subarray(0, Math.floor(body.length / 2));
  return { bytes: Buffer.concat([encodeHead(answer.status, headers), part]), part };
}

/** Waits until more can be written or nobody reads any more. */
async function drained(socket) {
  const abort = new AbortController();
  const { signal } = abort;
  // The loser is called off, or each wait would leave a listener behind.
  await Promise.race(['drain', 'close'].map((event) => once(socket, event, { signal })))
    .finally(() => abort.abort())
    .catch(() => {});
}

/** Sends a body piece by piece, no faster than the client reads. */
async function streamBody(exchange, totalBytes) {
  const { socket, entry } = exchange;
  const piece = Buffer.alloc(64 * 1024, 'x');
  while (entry.bytesSent < totalBytes && !socket.destroyed) {
    entry.bytesSent += piece.length;
    if (!socket.write(piece)) await drained(socket);
  }
}

/**
 * One function per fault that spoils an answer. An exchange has: fault, answer (what the cloud
 * would have said), entry (of the log), connection, res (HTTP) and socket (TLS).
 */
const SPOILERS = {
  reset: async (exchange) => {
    if (exchange.fault.at === 'body') await sendThenReset(exchange, half(exchange).bytes);
    else exchange.connection.raw.resetAndDestroy();
  },

  /** Stays silent until the client or the test gives up. */
  stall: ({ fault, answer, socket }) => {
    if (fault.at === 'body') socket.write(encodeHead(answer.status, encodeAnswer(answer).headers));
  },

  slow: async ({ fault, answer, socket, entry }) => {
    const { body, headers } = encodeAnswer(answer);
    const head = encodeHead(answer.status, { ...headers, Connection: 'close' });
    entry.status = answer.status;
    entry.bytesSent = await writeSlowly(socket, Buffer.concat([head, body]), fault);
    socket.end();
  },

  /** The connection ends in the middle of the body, with or without TLS's own goodbye. */
  truncate: (exchange) => {
    const { socket, connection, fault } = exchange;
    const { bytes } = half(exchange);
    if (fault.closeNotify !== false) socket.end(bytes);
    else socket.write(bytes, () => connection.raw.end());
  },

  status: ({ fault, res }) => {
    const isText = typeof fault.body === 'string';
    const json = fault.body === undefined ? { error: 'internal_error' } : fault.body;
    const content = isText ? { text: fault.body } : { json };
    sendAnswer(res, { status: fault.status || 500, headers: fault.headers, ...content });
  },

  html: ({ fault, res }) => {
    const text = '<!DOCTYPE html><html><body><h1>Bad Gateway</h1></body></html>\n';
    sendAnswer(res, { status: fault.status || 502, text });
  },

  empty: ({ fault, res }) => {
    const headers = { 'Content-Type': 'application/json' };
    sendAnswer(res, { status: fault.status || 200, text: '', headers });
  },

  badJson: ({ answer, res }) => {
    const { body } = encodeAnswer(answer);
    const text = body.subarray(0, Math.max(1, Math.floor(body.length / 2))).toString();
    const headers = { 'Content-Type': 'application/json' };
    sendAnswer(res, { status: answer.status, text, headers });
  },

  wrongSchema: ({ fault, answer, res }) => {
    const { patch = {} } = fault;
    const json = typeof patch === 'function' ? patch(answer.json) : mergePatch(answer.json, patch);
    sendAnswer(res, { ...answer, json });
  },

  hugeBody: async (exchange) => {
    const { fault, answer, socket } = exchange;
    const size = fault.bytes || 64 * MEBIBYTE;
    const length = fault.announced ? { 'Content-Length': size } : {};
    const headers = { 'Content-Type': 'application/json', Connection: 'close', ...length };
    socket.write(encodeHead(answer.status, headers));
    await streamBody(exchange, size);
    socket.end();
  },

  hugeHeaders: async (exchange) => {
    const { fault, socket } = exchange;
    socket.write('HTTP/1.1 200 OK\r\nX-Padding: ');
    await streamBody(exchange, fault.bytes || MEBIBYTE);
    socket.end('\r\nContent-Length: 0\r\n\r\n');
  },

  /** More announced than sent: the client waits; less announced: the rest is nobody's. */
  wrongLength: ({ fault, answer, socket }) => {
    const { body, headers } = encodeAnswer(answer);
    const length = body.length + (fault.by === undefined ? 10 : fault.by);
    const head = encodeHead(answer.status, { ...headers, 'Content-Length': length });
    socket.write(Buffer.concat([head, body]));
  },

  notHttp: ({ socket }) => {
    socket.end('220 mail.invalid ESMTP ready\r\n');
  },

  /** These very bytes; what comes after them is for the other side to find out. */
  raw: async ({ fault, answer, socket, entry, connection }) => {
    const { bytes } = fault;
    const text = encodeAnswer(answer).body.toString();
    entry.status = answer.status;
    const written = typeof bytes === 'function' ? bytes(text, answer.status) : bytes;
    if (fault.end === 'reset') await sendThenReset({ socket, connection }, written);
    else if (fault.end === 'stay') socket.write(written);
    else socket.end(written);
  },

  /** Valid, in many small pieces. */
  chunked: ({ answer, res }) => {
    const { body, headers } = encodeAnswer(answer);
    delete headers['Content-Length'];
    res.writeHead(answer.status, headers);
    for (let start = 0; start < body.length; start += 7) res.write(body.subarray(start, start + 7));
    res.end();
  },

  /** Valid: an interim answer comes before the real one. */
  interim: ({ answer, res }) => {
    res.writeEarlyHints({ link: '</style.css>; rel=preload; as=style' });
    sendAnswer(res, answer);
  },

  /** The answer is good; the connection is not kept, whatever the client believes. */
  closeKeepAlive: ({ fault, answer, connection, res, socket }) => {
    if (fault.at === 'next') connection.doomed = true;
    if (fault.announced) res.setHeader('Connection', 'close');
    else if (fault.at !== 'next') res.once('finish', () => socket.end());
    sendAnswer(res, answer);
  },
};

/** Faults after which the client has the answer that the cloud meant to give. */
const ANSWERED = new Set(['chunked', 'interim', 'closeKeepAlive']);

/**
 * @param {object} exchange see SPOILERS
 * @returns {Promise<void>} when the fault has been done
 */
async function spoil(exchange) {
  const { fault, entry, res, answer } = exchange;
  if (ANSWERED.has(fault.type)) entry.answer = answer;
  await SPOILERS[fault.type](exchange);
  if (res.headersSent) entry.status = res.statusCode;
}

module.exports = { spoil, mergePatch };
