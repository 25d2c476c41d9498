'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const { startHost, freePort } = require('../../host');
const { eventually } = require('./wait');

const ROOT = path.join(__dirname, '..', '..', '..');
const PRELOAD = path.join(ROOT, 'js-shim', 'register.js');

/** Nothing of the machine's own settings may reach a server under test. */
const CLEAN = Object.fromEntries([
  'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy',
  'REG_TOKEN', 'DEPLOY_PLATFORM', 'NODE_TEST_CONTEXT',
].map((name) => [name, '']));

/** @param {{caFile: string, url: string, releasesUrl: string}} cloud */
function cloudEnvironment(cloud) {
  return {
    NODE_EXTRA_CA_CERTS: cloud.caFile,
    OVERWRITE_SETTING_Cloud_Url: cloud.url,
    OVERWRITE_INTERNAL_RELEASE_URL: cloud.releasesUrl,
  };
}

/** A server of one release with the module loaded, on a folder of its own. */
class Server {
  /**
   * @param {object} options
   * @param {string} options.release
   * @param {object} options.cloud
   * @param {Object<string, string>} [options.env]
   * @param {string[]} [options.preloads] what NODE_OPTIONS requires; the module when left out
   * @param {string} [options.dataDir] an existing folder to take over
   * @param {string} [options.mongo] address of a database to run on instead of a folder
   * @param {string} [options.bundle] another bundle than the release's own
   * @param {(command: string[], env: Object<string, string>) => string[]} [options.wrap] starts it
   *     by another command
   */
  constructor({ release, cloud, env = {}, preloads = [PRELOAD], dataDir, mongo, bundle, wrap }) {
    this.release = release;
    this.env = {
      ...CLEAN,
      OVERWRITE_SETTING_API_Enable_Rate_Limiter: 'false',
      ...cloudEnvironment(cloud),
      ...env,
    };
    this.preloads = preloads;
    this.bundle = bundle;
    this.wrap = wrap;
    this.mongo = mongo;
    this.dataDir = dataDir || fs.mkdtempSync(path.join(os.tmpdir(), 'registrar-server-'));
  }

  get url() { return this.host.url; }

  get log() { return this.host.log; }

  get pid() { return this.host.pid; }

  /** @returns {object|undefined} code and signal once the process has ended */
  get exited() { return this.host.exited; }

  /**
   * Waits for a line of the log: what a client is told, or reads from the database, can be there
   * before the line.
   * @param {string|RegExp} text
   * @returns {Promise<string>} the first line that has it
   */
  async logged(text) {
    const fits = (line) => (typeof text === 'string' ? line.includes(text) : text.test(line));
    return eventually(() => this.log.find(fits), { what: `"${text}" in the log` });
  }

  /** @param {Object<string, string>} [env] for this start only */
  async start(env = {}) {
    // The address stays over restarts: it is part of what a workspace is registered with.
    this.port = this.port || await freePort();
    this.host = await startHost({
      release: this.release,
      port: this.port,
      dataDir: this.dataDir,
      mongo: this.mongo,
      bundle: this.bundle,
      wrap: this.wrap,
      env: { ...this.env, ...env },
      nodeOptions: this.preloads.map((file) => `--require ${file}`).join(' '),
    });
  }

  /** @param {NodeJS.Signals} [signal] @returns {Promise<object>} code and signal */
  async stop(signal = 'SIGTERM') {
    return this.host && (this.exited || this.host.kill(signal));
  }

  /** @param {{signal?: NodeJS.Signals, env?: object}} [options] */
  async restart({ signal, env } = {}) {
    await this.stop(signal);
    await this.start(env);
  }

  /** Ends the process at once, whatever it is doing, and removes its folder. */
  async remove() {
    await this.stop('SIGKILL');
    fs.rmSync(this.dataDir, { recursive: true, force: true });
  }
}

module.exports = { PRELOAD, ROOT, Server, cloudEnvironment };
