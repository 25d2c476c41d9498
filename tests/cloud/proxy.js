'use strict';

const http = require('node:http');
const net = require('node:net');
const { parseArgs } = require('node:util');

const MODES = ['ok', '407', '502', 'reset', 'stall'];
const LOOPBACK = new Set(['localhost', '127.0.0.1', '::1']);

/** @param {string} target `host:port`, an IPv6 host in brackets @returns {{host, port}} */
function readTarget(target) {
  const [, host = '', port = ''] = /^\[?([^\]]*?)\]?:(\d+)$/.exec(target) || [];
  return { host, port: Number(port) };
}

/** @param {{user: string, password: string}} credentials @returns {string} the header's value */
function basic({ user, password }) {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

/**
 * An HTTP proxy that opens tunnels (CONNECT) to this machine and keeps a log of them.
 */
class Proxy {
  /** @param {{credentials?: object, mode: string, hosts: object}} options see startProxy */
  constructor({ credentials, mode, hosts }) {
    this.credentials = credentials;
    this.hosts = hosts;
    this.log = [];
    this.sockets = new Set();
    this.setMode(mode);
    this.server = http.createServer((req, res) => {
      this.log.push({ method: req.method, target: req.url, outcome: 'refused' });
      res.writeHead(405, { Allow: 'CONNECT' });
      res.end('This proxy only opens tunnels.\n');
    });
    this.server.on('connect', (req, socket, head) => this.connect(req, socket, head));
    this.server.on('connection', (socket) => this.watch(socket));
  }

  get port() { return this.server.address().port; }

  get url() { return `http://127.0.0.1:${this.port}`; }

  /** @param {string} mode what becomes of the next tunnels: ok, 407, 502, reset or stall */
  setMode(mode) {
    if (!MODES.includes(mode)) throw new Error(`No mode ${mode}. There are: ${MODES.join(', ')}.`);
    this.mode = mode;
  }

  /** @param {net.Socket} socket */
  watch(socket) {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  }

  /** @param {http.IncomingMessage} req @returns {string} what becomes of this tunnel */
  judge(req) {
    if (this.mode !== 'ok') return this.mode;
    const shown = req.headers['proxy-authorization'];
    return this.credentials && shown !== basic(this.credentials) ? '407' : 'ok';
  }

  connect(req, socket, head) {
    const outcome = this.judge(req);
    const entry = {
      time: new Date().toISOString(), method: 'CONNECT', target: req.url, outcome,
      withCredentials: 'proxy-authorization' in req.headers, bytesToTarget: 0, bytesToClient: 0,
    };
    this.log.push(entry);
    if (outcome === 'ok') this.open(entry, socket, head);
    else if (outcome === 'reset') socket.resetAndDestroy();
    else if (outcome === '407') {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n'
        + 'Proxy-Authenticate: Basic realm="test"\r\nContent-Length: 0\r\n\r\n');
    } else if (outcome === '502') {
      socket.end('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n');
    }
  }

  open(entry, socket, head) {
    const wanted = readTarget(entry.target);
    const mapped = this.hosts[entry.target] || this.hosts[wanted.host];
    const { host, port } = mapped ? readTarget(mapped) : wanted;
    if (!LOOPBACK.has(host)) {
      entry.outcome = 'forbidden';
      socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    const target = net.connect({ host, port });
    this.watch(target);
    target.once('connect', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      target.write(head);
      socket.pipe(target).pipe(socket);
    });
    target.once('error', () => {
      if (target.bytesRead === 0 && !socket.destroyed) {
        entry.outcome = 'unreachable';
        socket.end('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n');
      }
    });
    target.once('close', () => {
      Object.assign(entry, { bytesToTarget: target.bytesWritten, bytesToClient: target.bytesRead });
    });
    socket.once('close', () => target.destroy());
  }

  /** Ends the listener and every tunnel. */
  close() {
    for (const socket of this.sockets) socket.destroy();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}

/**
 * @param {object} [options]
 * @param {number} [options.port] 0 (the default) for any free one
 * @param {{user: string, password: string}} [options.credentials] asked for with Basic
 * @param {string} [options.mode] ok, 407, 502, reset or stall
 * @param {Object<string, string>} [options.hosts] where a name (or `name:port`) really leads, as
 *   `host:port`; only this machine can be reached
 * @returns {Promise<Proxy>}
 */
function startProxy({ port = 0, credentials, mode = 'ok', hosts = {} } = {}) {
  const proxy = new Proxy({ credentials, mode, hosts });
  return new Promise((resolve, reject) => {
    proxy.server.once('error', reject);
    proxy.server.listen(port, '127.0.0.1', () => {
      proxy.server.off('error', reject);
      resolve(proxy);
    });
  });
}

/** @param {string} [text] `user:password` @returns {object|undefined} */
function readCredentials(text) {
  if (!text) return undefined;
  const [user, ...rest] = text.split(':');
  if (rest.length === 0) throw new Error('Give --credentials as user:password.');
  return { user, password: rest.join(':') };
}

async function main() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '3128' },
      credentials: { type: 'string' },
      mode: { type: 'string', default: 'ok' },
    },
  });
  const proxy = await startProxy({
    port: Number(values.port), credentials: readCredentials(values.credentials), mode: values.mode,
  });
  process.stdout.write(`PROXY RUNNING ${proxy.url}\n`);
  const stop = () => proxy.close().then(() => process.exit(0));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

if (require.main === module) {
  main().catch((error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
}

module.exports = { startProxy };
