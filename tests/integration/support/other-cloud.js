'use strict';

const net = require('node:net');

// A cloud that somebody else could have written: plain HTTP below a path, as little as the protocol
// demands, and one of many ways to put it on the wire. `tests/cloud` is the strict one.

const BASE = '/some/base';

/** @typedef {{method: string, path: string, query: string, body: string}} Asked */
/**
 * @typedef {object} Style how answers are written
 * @property {number} [status] of a success
 * @property {(answer: {status: number, text: string}) => string} write a letter is a byte
 * @property {boolean} [closes] ends each connection behind its answer, without a word about it
 * @property {boolean} [diesNext] ends each connection when a further request comes on it
 * @property {(call: string, answer: object) => object} [change] what it has to say
 */

const REASONS = { 200: 'OK', 201: 'Created', 302: 'Found', 404: 'Not Found' };

/** @returns {string} head of an answer */
const head = (status, headers, version = '1.1') => [
  `HTTP/${version} ${status} ${REASONS[status] || 'Other'}`,
  ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`), '', '',
].join('\r\n');

/** @returns {string} */
function plain({ status, text }) {
  return head(status, {
    'Content-Type': 'application/json', 'Content-Length': text.length,
  }) + text;
}

/** Chunks of one byte with extensions, and a trailer. */
function chunked({ status, text }) {
  const chunks = [...text].map((byte) => `1;from="cloud"\r\n${byte}\r\n`);
  return `${head(status, { 'content-type': 'application/json', 'transfer-encoding': 'chunked' })}${
    chunks.join('')}0\r\nx-checksum: 1\r\n\r\n`;
}

/** @type {Object<string, Style>} */
const STYLES = {
  'as usual': { write: plain },
  'in chunks of one byte': { write: chunked },
  'in HTTP/1.0, its end tells the length': {
    write: ({ status, text }) => head(status, { 'Content-Type': 'text/plain' }, '1.0') + text,
    closes: true,
  },
  'without a length, closing': {
    write: ({ status, text }) => head(status, { Connection: 'close' }) + text, closes: true,
  },
  'closing behind each answer without a word': { write: plain, closes: true },
  'on connections that die with the next request': { write: plain, diesNext: true },
  'with 201 where 200 is usual': { write: plain, status: 201 },
  'with odd headers': {
    write: ({ status, text }) => head(status, {
      'CONTENT-LENGTH': `  ${text.length}  `,
      'set-cookie': 'a=b; Path=/',
      'Set-Cookie': 'c=d',
      'x-empty': '',
      'X-Powered-By': 'ümlaut',
      'content-TYPE': 'Application/JSON; Charset="UTF-8"',
    }) + text,
  },
  'after an interim answer': {
    write: (answer) => head(103, { Link: '</style.css>; rel=preload' }) + plain(answer),
  },
  'with a byte order mark and blanks around it': {
    write: ({ status, text }) => plain({ status, text: `\xef\xbb\xbf\r\n ${text}\r\n\r\n` }),
  },
  'with fields that nobody knows': {
    write: plain,
    change: (_call, answer) => ({ ...answer, futureField: { deep: [1, null, { x: 'y' }] } }),
  },
  'with null and text where numbers are usual': {
    write: plain,
    change: (call, answer) => ({
      ...answer,
      ...(call === 'connect' && {
        client_secret_expires_at: '0', publicKey: null, client_name: null, licenseData: null,
        redirect_uris: null,
      }),
      ...(call === 'token' && { expires_in: '3600', scope: null, token_type: null }),
      ...(call === 'comms' && { nps: null }),
      ...(call === 'supportedVersions' && { exceptions: null, messages: [], i18n: null }),
    }),
  },
  'with dates of seconds, of milliseconds and of microseconds': {
    write: plain,
    change(call, answer) {
      if (call !== 'comms') return answer;
      const create = ['', '.000', '.123456'].map((fraction, i) => ({
        _id: `announcement${i}`, platform: ['web'], surface: 'banner', createdBy: 'cloud',
        startAt: `2026-01-02T03:04:05${fraction}Z`, expireAt: `2999-01-02T03:04:05${fraction}Z`,
        createdAt: `2026-01-02T03:04${fraction && `:05${fraction}`}Z`, view: { blocks: [] },
        selector: { roles: [] }, dictionary: {},
      }));
      return { ...answer, announcements: { create, delete: [] } };
    },
  },
  'with empty lists': {
    write: plain,
    change: (call, answer) => ({
      ...answer,
      ...(call === 'connect' && { redirect_uris: [] }),
      ...(call === 'comms' && { announcements: { create: [], delete: [] } }),
      ...(call === 'supportedVersions' && {
        versions: [], messages: [], exceptions: { domain: '', uniqueId: '', versions: [] },
      }),
    }),
  },
  'with a token that does not say how long it lives': {
    write: plain,
    change(call, answer) {
      if (call !== 'token') return answer;
      const { expires_in: _, ...rest } = answer;
      return rest;
    },
  },
};

class OtherCloud {
  constructor() {
    this.style = STYLES['as usual'];
    this.asked = /** @type {Asked[]} */ ([]);
    this.registered = 0;
    this.tokens = 0;
    /** @type {number|undefined} with which status every call but a token is sent elsewhere */
    this.redirects = undefined;
    this.server = net.createServer((socket) => this.serve(socket));
  }

  async start() {
    await new Promise((resolve) => { this.server.listen(0, '127.0.0.1', resolve); });
    this.origin = `http://127.0.0.1:${this.server.address().port}`;
    return this;
  }

  get url() { return `${this.origin}${BASE}/`; }

  get releasesUrl() { return `${this.origin}/versions`; }

  close() {
    this.sockets.forEach((socket) => socket.destroy());
    return new Promise((resolve) => { this.server.close(resolve); });
  }

  sockets = new Set();

  serve(socket) {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    let read = '';
    socket.setEncoding('latin1');
    socket.on('data', (part) => {
      read += part;
      const asked = requestIn(read);
      if (!asked) return;
      const isFirst = socket.bytesWritten === 0;
      read = '';
      const { write, closes, diesNext } = this.style;
      if (diesNext && !isFirst) {
        socket.destroy();
        return;
      }
      this.asked.push(asked);
      socket.write(Buffer.from(write(this.answer(asked)), 'latin1'));
      if (closes) socket.end();
    });
  }

  /** @param {Asked} asked @returns {{status: number, text: string}} */
  answer(asked) {
    const call = callOf(asked.path);
    if (!call) return { status: 404, text: '{"error":"not_found"}' };
    if (this.redirects && call !== 'token') return { status: this.redirects, text: '' };
    const { status = 200, change = (_call, answer) => answer } = this.style;
    const text = JSON.stringify(change(call, this[call]()));
    return { status, text: Buffer.from(text, 'utf8').toString('latin1') };
  }

  connect() {
    this.registered += 1;
    return {
      workspaceId: `workspace-${this.registered}`, client_id: `client-${this.registered}`,
      client_secret: 'secret', registration_client_uri: `${this.url}clients/${this.registered}`,
    };
  }

  token() {
    this.tokens += 1;
    return { access_token: `token-${this.tokens}`, expires_in: 3600 };
  }

  comms() {
    return { announcements: { create: [] } };
  }

  sync() {
    return { workspaceId: `workspace-${this.registered}`, license: '' };
  }

  supportedVersions() {
    return { timestamp: '2026-01-02T03:04:05Z', versions: [], signed: 'signed.by.cloud' };
  }
}

/** @param {string} read @returns {Asked|undefined} once it is whole */
function requestIn(read) {
  const end = read.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [line, ...fields] = read.slice(0, end).split('\r\n');
  const length = fields.map((field) => /^content-length: *(\d+)$/i.exec(field)).find(Boolean);
  const body = read.slice(end + 4);
  if (body.length < Number(length ? length[1] : 0)) return undefined;
  const [method, target] = line.split(' ');
  const [path, query = ''] = target.split('?');
  return { method, path, query, body };
}

/** @param {string} path @returns {string|undefined} */
function callOf(path) {
  if (path === '/versions') return 'supportedVersions';
  const calls = {
    [`${BASE}/api/oauth/clients`]: 'connect',
    [`${BASE}/api/oauth/token`]: 'token',
    [`${BASE}/api/v3/comms/workspace`]: 'comms',
  };
  return calls[path] || (/^\/some\/base\/clients\/\d+\/sync$/.test(path) ? 'sync' : undefined);
}

module.exports = { OtherCloud, STYLES };
