'use strict';

const { spawn } = require('child_process');
const fs = require('fs');
const net = require('net');
const path = require('path');
const readline = require('readline');
const { prepareBundle } = require('./bundle/prepare');
const releases = require('./releases.json');

const ROOT = path.join(__dirname, '..', '..');
const READY = /^SERVER RUNNING /;

/** Where the Node releases are; those of another processor or libc may be elsewhere. */
const NODES = process.env.REGISTRAR_TEST_NODES || path.join(ROOT, 'node_modules');

/** An emulated processor is many times slower. */
const START_LIMIT_MS = 60000 * Number(process.env.REGISTRAR_TEST_PATIENCE || 1);

/** Without a stand-in cloud a server must not reach for the real one: nobody listens here. */
const NOWHERE = {
  OVERWRITE_SETTING_Cloud_Url: 'https://localhost:1',
  OVERWRITE_SETTING_Cloud_Billing_Url: 'https://localhost:1',
  OVERWRITE_INTERNAL_RELEASE_URL: 'https://localhost:1/v2/server/supportedVersions',
};

/**
 * The command that runs the server of one release.
 *
 * @param {{release: string|number, port: number, dataDir?: string, mongo?: string,
 *     plain?: boolean, env?: Object<string, string>, nodeOptions?: string,
 *     bundle?: string}} options `dataDir` is the folder of the embedded store; with `mongo`, the
 *     address of a database in a server that speaks MongoDB's protocol, everything is there
 *     instead; `plain` starts without `NODE_OPTIONS`, that is without any preload; `bundle` is the
 *     folder of another bundle than the release's own.
 * @returns {{command: string, args: string[], env: Object<string, string>}}
 */
function serverCommand({ release, port, plain, env = {}, nodeOptions, bundle, ...store }) {
  const facts = releases[String(release)];
  if (!facts) {
    throw new Error(`There is no release ${release}; choose ${Object.keys(releases).sort().join(', ')}.`);
  }
  const environment = {
    ...NOWHERE,
    ...process.env,
    ...env,
    PORT: String(port),
    BIND_IP: '127.0.0.1',
    ROOT_URL: env.ROOT_URL || `http://127.0.0.1:${port}`,
    ...storeEnvironment(store),
  };
  if (nodeOptions !== undefined) {
    environment.NODE_OPTIONS = nodeOptions;
  }
  if (plain) {
    delete environment.NODE_OPTIONS;
  }
  return {
    command: path.join(NODES, facts.nodePackage, 'bin', 'node'),
    args: [path.join(bundle || prepareBundle(String(release)), 'main.js')],
    env: environment,
  };
}

/** A server that only speaks MongoDB's protocol has no change streams to watch. */
function storeEnvironment({ dataDir, mongo }) {
  if (mongo) {
    return { MONGO_URL: mongo, DISABLE_DB_WATCHERS: 'true' };
  }
  const folder = path.resolve(dataDir);
  fs.mkdirSync(folder, { recursive: true });
  return { MONGO_URL: `file://${folder}` };
}

/**
 * Starts a server and waits until it is ready.
 *
 * @param {{release: string|number, port?: number, dataDir?: string, mongo?: string,
 *     plain?: boolean, env?: Object<string, string>, nodeOptions?: string, bundle?: string,
 *     waitUntilReady?: boolean, wrap?: (command: string[], env: Object<string, string>) =>
 *     string[]}} options as for `serverCommand`. Without `port` a free one is taken. `wrap` gives
 *     the command that starts the server in another way. With `waitUntilReady: false` the promise
 *     resolves as soon as the process runs.
 * @returns {Promise<Host>} rejects with the log when the server ends before it is ready
 */
async function startHost(options) {
  const port = options.port || await freePort();
  const { command: node, args: words, env } = serverCommand({ ...options, port });
  const [command, ...args] = options.wrap ? options.wrap([node, ...words], env) : [node, ...words];
  const host = new Host(spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] }), port);
  if (options.waitUntilReady !== false) {
    await host.waitForLine(READY, START_LIMIT_MS);
  }
  return host;
}

/** A running server. */
class Host {
  constructor(child, port) {
    this.child = child;
    this.pid = child.pid;
    this.port = port;
    this.url = `http://127.0.0.1:${port}`;
    /** @type {string[]} what the server wrote, line by line, both streams */
    this.log = [];
    this.waiting = new Set();
    this.exit = new Promise((resolve) => {
      child.on('close', (code, signal) => resolve({ code, signal }));
    });
    this.exit.then((result) => {
      this.exited = result;
      this.settle();
    });
    for (const stream of [child.stdout, child.stderr]) {
      readline.createInterface({ input: stream }).on('line', (line) => {
        this.log.push(line);
        this.settle();
      });
    }
  }

  settle() {
    for (const check of [...this.waiting]) {
      check();
    }
  }

  /**
   * @param {RegExp} pattern
   * @param {number} [limitMs]
   * @returns {Promise<string>} the first line that matches, also one already written
   */
  waitForLine(pattern, limitMs = START_LIMIT_MS / 2) {
    return new Promise((resolve, reject) => {
      const finish = (settle, value) => {
        clearTimeout(timer);
        this.waiting.delete(check);
        settle(value);
      };
      const fail = (why) => finish(reject,
        new Error(`${why} before a line matched ${pattern}. Log:\n${this.log.join('\n')}`));
      const check = () => {
        const line = this.log.find((text) => pattern.test(text));
        if (line !== undefined) {
          finish(resolve, line);
        } else if (this.exited) {
          fail(`The server ended (${JSON.stringify(this.exited)})`);
        }
      };
      const timer = setTimeout(() => fail(`${limitMs} ms passed`), limitMs);
      this.waiting.add(check);
      check();
    });
  }

  /**
   * @param {NodeJS.Signals} [signal]
   * @returns {Promise<{code: number|null, signal: string|null}>} once the process is gone
   */
  kill(signal = 'SIGKILL') {
    this.child.kill(signal);
    return this.exit;
  }

  /** @returns {Promise<{code: number|null, signal: string|null}>} after a clean end */
  stop() {
    return this.kill('SIGTERM');
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer().unref();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

module.exports = { startHost, serverCommand, freePort };
