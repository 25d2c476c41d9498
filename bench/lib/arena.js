'use strict';

const fs = require('node:fs');
const http = require('node:http');
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');
const readline = require('node:readline');

const { startCloud } = require('../../tests/cloud');
const { Visitor, logIn } = require('../../tests/integration/support/person');
const { PRELOAD, Server } = require('../../tests/integration/support/server');
const { eventually, sleep } = require('../../tests/integration/support/wait');

const PROBE = path.join(__dirname, 'probe.js');
const SIDES = { module: [PROBE, PRELOAD], 'built-in': [PROBE] };
const SETTLE_MS = 30;

/** A way to a probe inside a server. */
class ProbeClient {
  /** @param {net.Socket} socket */
  constructor(socket) {
    this.socket = socket;
    this.waiting = new Map();
    this.nextId = 1;
    readline.createInterface({ input: socket }).on('line', (line) => {
      const { id, value, error } = JSON.parse(line);
      const { resolve, reject } = this.waiting.get(id);
      this.waiting.delete(id);
      if (error) reject(new Error(error));
      else resolve(value);
    });
    socket.on('close', () => {
      for (const { reject } of this.waiting.values()) reject(new Error('The server is gone.'));
    });
  }

  /** @param {string} command of probe-commands.js @param {object} [options] @returns {Promise} */
  ask(command, options) {
    const id = this.nextId;
    this.nextId += 1;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.socket.write(`${JSON.stringify({ id, command, options })}\n`);
    });
  }
}

/** @param {string} file @returns {Promise<net.Socket>} */
function connected(file) {
  return new Promise((resolve, reject) => {
    const socket = net.connect(file, () => resolve(socket));
    socket.once('error', reject);
  });
}

/** One of the two servers that are compared: with the module, or with its own client. */
class Side {
  /** @param {object} options see `openArena` and Server */
  constructor({ name, cloud, release, env, mongo }) {
    this.name = name;
    this.cloud = cloud;
    this.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'registrar-bench-'));
    this.socketFile = path.join(this.folder, 'probe');
    this.server = new Server({
      release, cloud, mongo, preloads: SIDES[name],
      dataDir: path.join(this.folder, 'data'),
      env: {
        OVERWRITE_SETTING_Show_Setup_Wizard: 'completed', BENCH_PROBE: this.socketFile, ...env,
      },
    });
    this.agent = new http.Agent({ keepAlive: true });
  }

  async start() {
    await this.server.start();
    this.probe = new ProbeClient(await connected(this.socketFile));
    this.login = await logIn(this.server.url, 'admin', 'admin');
    this.admin = new Visitor(this.server.url, this.login);
    if (this.name === 'module') await this.admin.get('/v1/registrar.status');
  }

  /** @returns {Promise<number>} milliseconds from the token to the answer */
  async connect() {
    const { token } = this.cloud.issueToken();
    const started = performance.now();
    const { result, error } = await this.admin.press('cloud:connectWorkspace', token);
    const took = performance.now() - started;
    if (result !== true) throw new Error(`${this.name}: ${JSON.stringify(error || result)}`);
    return took;
  }

  /** Registers and waits for the first sync. */
  async register() {
    await this.connect();
    await eventually(() => this.requests('sync').length > 0, { what: `the first sync of ${this.name}` });
    await this.quiet();
  }

  /** Waits until the cloud has heard nothing for a while. */
  async quiet() {
    let seen = -1;
    while (seen !== this.cloud.requests.length) {
      seen = this.cloud.requests.length;
      await sleep(this.cloud.latencyMs + 150);
    }
  }

  /** @param {string} [call] @returns {object[]} requests of this side's workspace */
  requests(call) {
    return this.cloud.requests.filter((request) => this.isMine(request)
      && (!call || request.call === call));
  }

  isMine(request) {
    return request.body && typeof request.body === 'object'
      && request.body.address === this.server.url;
  }

  /**
   * An administrator's Sync over REST, as the server's workspace page sends it.
   * @returns {Promise<number>} milliseconds until the answer
   */
  sync() {
    return this.post('/api/v1/cloud.syncWorkspace');
  }

  /** @param {string} route @param {string} [method] @returns {Promise<number>} milliseconds */
  post(route, method = 'POST') {
    const { userId, authToken } = this.login;
    const started = performance.now();
    return new Promise((resolve, reject) => {
      const request = http.request(`${this.server.url}${route}`, {
        method, agent: this.agent,
        headers: {
          'X-User-Id': userId, 'X-Auth-Token': authToken, 'Content-Type': 'application/json',
        },
      }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part) => { text += part; });
        response.on('end', () => {
          if (response.statusCode === 200) resolve(performance.now() - started);
          else reject(new Error(`${this.name} ${route}: ${response.statusCode} ${text}`));
        });
      });
      request.on('error', reject);
      request.end(method === 'POST' ? '{}' : undefined);
    });
  }

  /** @param {string} command @param {object} [options] @returns {Promise<any>} */
  ask(command, options) {
    return this.probe.ask(command, options);
  }

  async close() {
    this.agent.destroy();
    if (this.probe) this.probe.socket.destroy();
    await this.server.stop('SIGKILL');
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A cloud in this process and the servers that are compared, each registered. */
class Arena {
  constructor(cloud) {
    this.cloud = cloud;
    /** @type {Side[]} */
    this.sides = [];
  }

  /** @returns {Side} */
  get module() { return this.sides.find(({ name }) => name === 'module'); }

  /** @returns {Side} */
  get builtIn() { return this.sides.find(({ name }) => name === 'built-in'); }

  /** Ends every connection with the cloud, as hours without traffic would. */
  async forgetConnections() {
    this.cloud.front.dropConnections();
    await sleep(SETTLE_MS);
  }

  /**
   * What the cloud saw of some work.
   * @param {() => Promise<T>} work of one side, while the other does nothing
   * @returns {Promise<{result: T, requests: object[], connections: object[], received: number,
   *   sent: number}>} with the connections that were opened, and the bytes on the wire under TLS
   * @template T
   */
  async observe(work) {
    const { front } = this.cloud;
    const open = front.connections.filter(({ closed }) => !closed);
    const before = open.map(({ raw }) => [raw.bytesRead, raw.bytesWritten]);
    const known = front.connections.length;
    const requests = [];
    const note = (entry) => requests.push(entry);
    this.cloud.log.on('request', note);
    let result;
    try {
      result = await work();
      await sleep(SETTLE_MS);
    } finally {
      this.cloud.log.off('request', note);
    }
    const connections = front.connections.slice(known);
    const sum = (name, index) => connections.reduce((all, { raw }) => all + raw[name], 0)
      + open.reduce((all, { raw }, at) => all + raw[name] - before[at][index], 0);
    return {
      result, requests, connections,
      received: sum('bytesRead', 0), sent: sum('bytesWritten', 1),
    };
  }

  async close() {
    await Promise.all(this.sides.map((side) => side.close()));
    await this.cloud.close();
  }
}

/**
 * @param {object} [options]
 * @param {string} [options.release] default 8
 * @param {number} [options.latencyMs] pause of the cloud before each answer
 * @param {string[]} [options.sides] names of SIDES
 * @param {Object<string, string>} [options.env] for the servers
 * @param {boolean} [options.registered] default true
 * @returns {Promise<Arena>}
 */
async function openArena({
  release = '8', latencyMs = 0, sides = Object.keys(SIDES), env, registered = true,
} = {}) {
  const arena = new Arena(await startCloud());
  try {
    for (const name of sides) {
      const side = new Side({ name, cloud: arena.cloud, release, env });
      arena.sides.push(side);
      await side.start();
      if (registered) await side.register();
    }
    arena.cloud.latencyMs = latencyMs;
    return arena;
  } catch (error) {
    await arena.close();
    throw error;
  }
}

/**
 * Runs `work` with an arena and closes it.
 * @param {object} options see `openArena`
 * @param {(arena: Arena) => Promise<T>} work
 * @returns {Promise<T>}
 * @template T
 */
async function withArena(options, work) {
  const arena = await openArena(options);
  try {
    return await work(arena);
  } finally {
    await arena.close();
  }
}

module.exports = { SIDES, Side, openArena, withArena };
