'use strict';

const { setTimeout: sleep } = require('node:timers/promises');

const { sendAnswer } = require('./answer');
const { openCertificates, DEFAULT_DIR } = require('./certificates');
const { configure, defaultConfig } = require('./config');
const { openControl } = require('./control');
const { FaultRules, joins, takesEffect } = require('./fault-rules');
const { Front } = require('./front');
const { confirm, registerOffline } = require('./person');
const { findRoute, handleCall, parseBody } = require('./protocol');
const { RequestLog } = require('./request-log');
const { spoil } = require('./spoil');
const { Store } = require('./store');
const { SupportWindow } = require('./support-window');

const BODY_LIMIT = 4 * 1024 * 1024;

/** Factor for servers that run on an emulated processor. */
const PATIENCE = Number(process.env.REGISTRAR_TEST_PATIENCE || 1);

/** @param {import('node:http').IncomingMessage} req @returns {Promise<string>} */
async function readText(req) {
  const chunks = [];
  let size = 0;
  for await (const chunk of req) {
    size += chunk.length;
    if (size > BODY_LIMIT) throw new Error(`A request body exceeds ${BODY_LIMIT} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** A stand-in Rocket.Chat Cloud in this process. Made by `startCloud()`. */
class Cloud {
  /** @param {{certificates: object, dataFile?: string, latencyMs: number,
   *   keepAliveTimeoutMs: number}} options */
  constructor({ certificates, dataFile, latencyMs, keepAliveTimeoutMs }) {
    this.caFile = certificates.caFile;
    this.latencyMs = latencyMs;
    this.store = new Store(dataFile);
    this.config = defaultConfig();
    this.supportWindow = new SupportWindow();
    this.faults = new FaultRules();
    this.log = new RequestLog();
    this.held = new Set();
    this.front = new Front({
      certificates, keepAliveTimeoutMs, faults: this.faults,
      onRequest: (req, res, connection) => this.answerRequest(req, res, connection),
    });
  }

  get port() { return this.front.port; }

  get url() { return `https://localhost:${this.port}`; }

  /** The address for OVERWRITE_INTERNAL_RELEASE_URL. */
  get releasesUrl() { return `${this.url}/v2/server/supportedVersions`; }

  get controlUrl() { return this.control && `http://127.0.0.1:${this.control.port}`; }

  /** @returns {object[]} every request since the start or `clear()`, secrets included */
  get requests() { return this.log.entries; }

  /** @returns {object[]} one record per accepted connection */
  get connections() { return this.front.connections; }

  /** @returns {object[]} the registered workspaces, secrets included */
  get workspaces() { return [...this.store.workspaces.values()]; }

  /** Forgets the request log. */
  clear() { this.log.clear(); }

  /** @param {object} [options] see Store.issueToken @returns {{token: string}} */
  issueToken(options) {
    const token = this.store.issueToken(options);
    this.store.save();
    return token;
  }

  /** @param {object} changes see config.js */
  configure(changes) { configure(this.config, changes); }

  /** @param {string} workspaceId @returns {boolean} whether it was known */
  forgetWorkspace(workspaceId) {
    const known = this.store.forgetWorkspace(workspaceId);
    this.store.save();
    return known;
  }

  /** A person clicks the link of the e-mail. @param {object} wanted deviceCode, userCode or id */
  confirm(wanted) { return confirm(this, wanted); }

  /** A person pastes the workspace's text. @param {string} blob @returns {string} the answer */
  registerOffline(blob) { return registerOffline(this, blob); }

  /** Waits for a request; see RequestLog.waitFor. */
  waitForRequest(wanted, { count = 1, timeoutMs = 10000 } = {}) {
    return this.log.waitFor(wanted, count, timeoutMs * PATIENCE);
  }

  /** @param {object[]} rules these and no others from now on */
  async setFaults(rules) {
    await this.clearFaults();
    this.addFaults(rules);
  }

  /** @param {object[]} rules */
  addFaults(rules) {
    for (const rule of this.faults.add(rules)) {
      if (rule.level !== 'listener') continue;
      rule.fired += 1;
      this.front.shut(rule.fault.family);
      if (!rule.fault.keepConnections) this.front.dropConnections();
    }
  }

  /** No fault from now on; what was held is let go. */
  async clearFaults() {
    this.faults.clear();
    this.release();
    await this.front.reopen();
  }

  /** Lets every held request go on. */
  release() {
    for (const letGo of this.held) letGo();
    this.held.clear();
  }

  /** The HTTP server's handler: nothing may escape it. */
  async answerRequest(req, res, connection) {
    try {
      await this.exchange(req, res, connection);
    } catch (error) {
      // A client that goes away in the middle is no fault of the cloud's.
      if (req.socket.destroyed) return;
      process.emitWarning(`The stand-in cloud failed: ${error.stack}`);
      connection.raw.destroy();
    }
  }

  async exchange(req, res, connection) {
    connection.requests += 1;
    if (connection.doomed) {
      connection.raw.destroy();
      return;
    }
    const context = await this.readRequest(req);
    const entry = this.log.add(this.describeRequest(req, context, connection));
    const faults = this.faults.forRequest(entry);
    entry.faults = faults.map((fault) => fault.type);
    await this.applyJoining(faults, entry, 'request');
    const fault = faults.find((one) => !joins(one));
    entry.effect = !fault || takesEffect(fault);
    const answer = entry.effect ? handleCall(context) : { status: 200, json: {} };
    this.store.save();
    if (this.latencyMs) await sleep(this.latencyMs);
    await this.applyJoining(faults, entry, 'answer', res);
    await this.send({ fault, answer, entry, connection, res, socket: req.socket });
  }

  async send(exchange) {
    const { fault, answer, entry, res } = exchange;
    if (fault) {
      await spoil(exchange);
    } else {
      sendAnswer(res, answer);
      Object.assign(entry, { status: answer.status, answer });
    }
    this.log.emit('answered', entry);
  }

  async readRequest(req) {
    const address = new URL(req.url, this.url);
    const found = findRoute(req.method, address.pathname);
    const text = await readText(req);
    return {
      ...found,
      ...parseBody({ route: found.route, text, headers: req.headers }),
      store: this.store, config: this.config, supportWindow: this.supportWindow,
      // The client gets addresses under the name by which it knows the cloud.
      baseUrl: `https://${req.headers.host}`,
      headers: req.headers, path: address.pathname,
      query: Object.fromEntries(address.searchParams),
    };
  }

  describeRequest(req, context, connection) {
    const { call, path, query, headers, body, form, params } = context;
    return {
      call, method: req.method, path, query, headers, body: body === undefined ? form : body,
      workspaceId: this.workspaceOf(headers, { ...query, ...form }, params),
      connection: connection.id, resumed: connection.resumed, peer: connection.peer,
    };
  }

  /** @returns {string|null} the workspace that a request is about, if the cloud knows it */
  workspaceOf(headers, fields, params) {
    const bearer = (headers.authorization || '').replace(/^Bearer /, '');
    const token = this.store.accessTokens.get(bearer);
    if (token) return token.workspaceId;
    const workspace = this.store.workspaceByClient(fields.client_id || params[0]);
    return workspace ? workspace.workspaceId : null;
  }

  /** @param {'request'|'answer'} moment before the call takes effect, or after */
  async applyJoining(faults, entry, moment, res) {
    for (const fault of faults.filter(joins)) {
      if (moment === 'request' && fault.type === 'forgetWorkspace') {
        this.store.forgetWorkspace(fault.workspaceId || entry.workspaceId);
      }
      if (moment === 'request' && fault.type === 'revokeTokens') {
        this.store.revokeTokens(fault.workspaceId || entry.workspaceId);
      }
      if (moment === (fault.at || 'answer')) await this.wait(fault);
      if (moment === 'answer' && fault.type === 'clock') {
        res.setHeader('Date', new Date(Date.now() + fault.offsetMs).toUTCString());
      }
    }
  }

  /** @param {object} fault `delay` waits a while, `hold` until it is let go */
  async wait(fault) {
    // Not a reason to keep the process: the cloud may be closed meanwhile.
    if (fault.type === 'delay') await sleep(fault.ms, undefined, { ref: false });
    if (fault.type === 'hold') await new Promise((letGo) => this.held.add(letGo));
  }

  /** Ends listeners and connections; the state is saved. */
  async close() {
    this.store.save();
    await this.front.close();
    if (this.control) await this.control.close();
  }
}

/**
 * Starts a cloud on 127.0.0.1 and ::1.
 * @param {object} [options]
 * @param {number} [options.port] 0 (the default) for any free one
 * @param {string} [options.tlsDir] folder of the certificates, made at first use
 * @param {number} [options.latencyMs] pause before each answer
 * @param {number} [options.controlPort] opens the control port; 0 for any free one
 * @param {string} [options.dataFile] keeps the state over a restart
 * @param {number} [options.keepAliveTimeoutMs] how long an idle connection is kept
 * @returns {Promise<Cloud>}
 */
async function startCloud({
  port = 0, tlsDir = DEFAULT_DIR, latencyMs = 0, controlPort, dataFile, keepAliveTimeoutMs = 60000,
} = {}) {
  const certificates = await openCertificates(tlsDir);
  const cloud = new Cloud({ certificates, dataFile, latencyMs, keepAliveTimeoutMs });
  await cloud.front.open(port);
  try {
    if (controlPort !== undefined) cloud.control = await openControl(cloud, controlPort);
  } catch (error) {
    await cloud.close();
    throw error;
  }
  return cloud;
}

module.exports = { startCloud };
