'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const { startCloud } = require('../../cloud');
const { readCollection, readSettings } = require('./database');
const { Person, logIn } = require('./person');
const { PRELOAD, Server } = require('./server');
const { eventually, sleep } = require('./wait');

const KILLER = path.join(__dirname, 'kill-at-write.js');
const RECORDS = 'rocketchat_registrar';
const ARMED = 'armed';
const QUIET_MS = 200;

/**
 * A cloud, and folders of servers that stand right before a flow: `unregistered`, `registered`,
 * `disconnected`. From them the flow can be started as often as there are steps at which to end it.
 */
class Stage {
  /** @param {string} release */
  constructor(release) {
    this.release = release;
    this.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'registrar-stage-'));
  }

  async open() {
    this.cloud = await startCloud();
    const actor = await this.enter();
    try {
      this.login = actor.admin.login;
      await this.keep(actor, 'unregistered');
      await actor.connect(this.cloud.issueToken().token);
      await actor.settled();
      await this.keep(actor, 'registered');
      await actor.must('registrar:disconnect');
      await this.keep(actor, 'disconnected');
    } finally {
      await actor.leave();
    }
    [this.workspace] = this.cloud.workspaces;
  }

  /** Puts a copy of the server's folder aside while it is stopped. */
  async keep(actor, name) {
    await actor.server.stop();
    fs.cpSync(actor.server.dataDir, path.join(this.folder, name), { recursive: true });
    await actor.start();
  }

  /**
   * A running server that stands at `from`; a new one when it is left out.
   * @param {string} [from]
   * @param {Object<string, string>} [env] for its first start
   * @returns {Promise<Actor>}
   */
  async enter(from, env) {
    const dataDir = fs.mkdtempSync(path.join(this.folder, 'server-'));
    if (from) fs.cpSync(path.join(this.folder, from), dataDir, { recursive: true });
    const actor = new Actor(this, dataDir);
    await actor.start(env);
    return actor;
  }

  async close() {
    if (this.cloud) await this.cloud.close();
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}

/** One server on the stage, and its admin. */
class Actor {
  constructor(stage, dataDir) {
    this.stage = stage;
    this.notes = path.join(dataDir, 'writes');
    this.server = new Server({
      release: stage.release, cloud: stage.cloud, dataDir, preloads: [KILLER, PRELOAD],
      env: {
        OVERWRITE_SETTING_Show_Setup_Wizard: 'completed',
        // Reminders would be steps that come at any time.
        OVERWRITE_SETTING_Registrar_Policy: 'off',
        // One address for all, or each server would be a copy of a workspace elsewhere.
        ROOT_URL: 'http://127.0.0.1:3000',
        REGISTRAR_TEST_WRITES: this.notes,
      },
    });
  }

  /**
   * @param {Object<string, string>} [env] for this start only
   * @param {{armed?: boolean}} [options] whether what it writes while it starts counts as well
   */
  async start(env, { armed = false } = {}) {
    fs.writeFileSync(this.notes, armed ? `${ARMED}\n` : '');
    await this.server.start(env);
    const login = this.stage.login || await logIn(this.server.url, 'admin', 'admin');
    this.admin = new Person(this.server.url, login);
  }

  /** The flow begins: what is written from now on belongs to it. */
  async arm() {
    await this.quiet();
    fs.appendFileSync(this.notes, `${ARMED}\n`);
  }

  /** @returns {string[]} writes since then; the last one is that of the kill, if any */
  writes() {
    const lines = fs.readFileSync(this.notes, 'utf8').split('\n').filter(Boolean);
    return lines.slice(lines.indexOf(ARMED) + 1);
  }

  /** Waits until the server writes nothing more, or is gone. */
  async quiet() {
    let seen = -1;
    for (;;) {
      const { size } = fs.statSync(this.notes);
      if (this.server.exited || size === seen) return;
      seen = size;
      await sleep(QUIET_MS);
    }
  }

  /** Starts again after a kill, as if nothing had been. */
  async startAgain() {
    await this.server.stop('SIGKILL');
    await this.start();
  }

  connect(token) {
    return this.must('cloud:connectWorkspace', token);
  }

  /** Calls a method that has to succeed. */
  async must(method, ...params) {
    const { result, error } = await this.admin.press(method, ...params);
    if (error) throw new Error(`${method}: ${JSON.stringify(error)}`);
    return result;
  }

  /** Waits until the sync that follows a registration is over. */
  settled() {
    return eventually(() => this.admin.status().then(({ lastSync }) => lastSync),
      { what: 'the sync after the registration' });
  }

  /** Waits until what an earlier process left unfinished is finished. */
  recovered() {
    return eventually(async () => {
      await this.admin.status();
      const records = readCollection(this.server.dataDir, RECORDS);
      const attempt = records.get('attempt');
      return !records.has('journal') && !(attempt && attempt.open);
    }, { what: 'the end of the recovery' });
  }

  /** @returns {{id: string, secret: string}} what the database has */
  credentials() {
    const stored = readSettings(this.server.dataDir);
    return {
      id: stored('Cloud_Workspace_Client_Id'), secret: stored('Cloud_Workspace_Client_Secret'),
    };
  }

  async leave() {
    await this.server.remove();
  }
}

module.exports = { Stage };
