'use strict';

const http = require('node:http');
const net = require('node:net');
const tls = require('node:tls');

const { SlowStream } = require('./slow-stream');

const LOOPBACK = ['127.0.0.1', '::1'];
const TRIES = 20;

/** Why a port could not be opened, in words that help. */
function listenError(error, port) {
  if (error.code !== 'EADDRINUSE') return error;
  return new Error(`Port ${port} is taken. Choose another one with --port.`);
}

/** @param {number} port @param {string} host @param {(socket: net.Socket) => void} onSocket */
function listenOn(port, host, onSocket) {
  return new Promise((resolve, reject) => {
    const server = net.createServer(onSocket);
    server.once('error', reject);
    server.listen({ port, host }, () => {
      server.off('error', reject);
      resolve(server);
    });
  });
}

/**
 * The door of the cloud: accepts TCP, decides what happens to each socket before TLS, then hands
 * it to the HTTP server. One record per connection says what became of it.
 */
class Front {
  /**
   * @param {{certificates: object, faults: object, onRequest: Function,
   *   keepAliveTimeoutMs: number}} parts `faults.forConnection()` is asked once per socket
   */
  constructor({ certificates, faults, onRequest, keepAliveTimeoutMs }) {
    this.certificates = certificates;
    this.faults = faults;
    this.contexts = new Map();
    this.connections = [];
    this.records = new WeakMap();
    this.listeners = new Map();
    this.http = http.createServer({ keepAliveTimeout: keepAliveTimeoutMs }, (req, res) => {
      onRequest(req, res, this.records.get(req.socket));
    });
    // The TLS socket itself ends the connection; an HTTP error page would blur the fault.
    this.http.on('clientError', (error, socket) => socket.destroy());
  }

  /** @param {number} port 0 for any free one @returns {Promise<number>} port of both families */
  async open(port) {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.openBoth(port);
      } catch (error) {
        this.shut();
        const lostRace = port === 0 && error.code === 'EADDRINUSE' && attempt < TRIES;
        if (!lostRace) throw listenError(error, port);
      }
    }
  }

  async openBoth(port) {
    await this.openFamily(port, LOOPBACK[0]);
    const chosen = this.listeners.get(LOOPBACK[0]).address().port;
    try {
      await this.openFamily(chosen, LOOPBACK[1]);
    } catch (error) {
      if (error.code !== 'EADDRNOTAVAIL' && error.code !== 'EAFNOSUPPORT') throw error;
    }
    this.port = chosen;
    return chosen;
  }

  async openFamily(port, host) {
    const server = await listenOn(port, host, (socket) => this.accept(socket));
    this.listeners.set(host, server);
  }

  /**
   * Refuses new connections from now on.
   * @param {4|6} [family] one family only
   */
  shut(family) {
    for (const [host, server] of this.listeners) {
      if (family && net.isIP(host) !== family) continue;
      server.close();
      this.listeners.delete(host);
    }
  }

  /** Accepts again after `shut()`. */
  async reopen() {
    for (const host of LOOPBACK) {
      if (this.listeners.has(host)) continue;
      try {
        await this.openFamily(this.port, host);
      } catch (error) {
        if (error.code !== 'EADDRNOTAVAIL' && error.code !== 'EAFNOSUPPORT') {
          throw listenError(error, this.port);
        }
      }
    }
  }

  /** Ends every open connection at once. */
  dropConnections() {
    for (const record of this.connections) record.raw.destroy();
  }

  /** @param {string} name @param {object} [limits] TLS versions @returns {tls.SecureContext} */
  context(name, limits = {}) {
    const key = `${name} ${JSON.stringify(limits)}`;
    if (!this.contexts.has(key)) {
      const certificate = this.certificates.get(name);
      this.contexts.set(key, tls.createSecureContext({ ...certificate, ...limits }));
    }
    return this.contexts.get(key);
  }

  /** @param {net.Socket} raw a socket that was just accepted */
  accept(raw) {
    const fault = this.faults.forConnection();
    const record = {
      id: this.connections.length + 1, openedAt: new Date().toISOString(),
      peer: `${raw.remoteAddress}:${raw.remotePort}`, servername: null, protocol: null,
      resumed: null, requests: 0, closed: false, error: null, fault: fault ? fault.type : null, raw,
    };
    this.connections.push(record);
    raw.setNoDelay(true);
    raw.on('error', (error) => { record.error = record.error || error.code || error.message; });
    raw.on('close', () => { record.closed = true; });
    if (!fault) this.startTls(record, raw, this.context('good'));
    else this[`on_${fault.type}`](record, fault);
  }

  /** @param {object} record @param {object} stream raw socket or a stream over it */
  startTls(record, stream, secureContext) {
    const secure = new tls.TLSSocket(stream, {
      isServer: true, secureContext, ALPNProtocols: ['http/1.1'],
    });
    this.records.set(secure, record);
    secure.on('error', (error) => {
      record.error = record.error || error.code || error.message;
      record.raw.destroy();
    });
    secure.once('secure', () => {
      record.servername = secure.servername || null;
      record.protocol = secure.getProtocol();
      record.resumed = secure.isSessionReused();
    });
    this.http.emit('connection', secure);
  }

  on_reset(record, { at }) {
    if (at === 'connect') record.raw.resetAndDestroy();
    else record.raw.once('data', () => record.raw.resetAndDestroy());
  }

  /** The bytes are taken, so that the client sees an open connection and silence. */
  on_stall(record) {
    record.raw.resume();
  }

  on_wrongCert(record, { certificate }) {
    this.startTls(record, record.raw, this.context(certificate));
  }

  on_oldTls(record) {
    // OpenSSL 3 speaks the old versions only at its lowest security level.
    const limits = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' };
    this.startTls(record, record.raw, this.context('good', limits));
  }

  /** What a plain web server on this port answers to a TLS client. */
  on_plainText(record) {
    record.raw.once('data', () => {
      record.raw.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
    });
  }

  on_slow(record, pace) {
    this.startTls(record, new SlowStream(record.raw, pace), this.context('good'));
  }

  /** @returns {object[]} the connections for the control port */
  describe() {
    return this.connections.map(({ raw, doomed, ...shown }) => shown);
  }

  /** Ends everything. */
  async close() {
    const servers = [...this.listeners.values()];
    const closed = servers.map((server) => new Promise((resolve) => server.once('close', resolve)));
    this.shut();
    this.dropConnections();
    await Promise.all(closed);
  }
}

module.exports = { Front };
