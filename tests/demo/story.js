'use strict';

const { startCloud } = require('../cloud');
const { signIn } = require('../integration/support/person');
const { Server } = require('../integration/support/server');
const { eventually } = require('../integration/support/wait');

const TOKEN = 'demo-registration-token';

/** @param {boolean} holds @param {string} what should have happened, for the error */
function expect(holds, what) {
  if (!holds) throw new Error(`This did not happen: ${what}.`);
}

/** @param {object} result of pressing a button */
function toast({ status, result, error }) {
  expect(!error, `the button was answered (${status}: ${JSON.stringify(error)})`);
  return `the admin reads: ${result.message}`;
}

/** The main job of the module, step by step, each with what was seen. */
class Story {
  /** @param {string} release 6, 7 or 8 */
  constructor(release) {
    this.release = release;
    this.steps = [
      ['a cloud starts', () => this.startCloud()],
      ['a server starts and loads the module', () => this.startServer()],
      ['the admin logs in; the workspace is not registered', () => this.logIn()],
      ['the admin completes the setup wizard', () => this.completeWizard()],
      ['the workspace becomes registered by REG_TOKEN', () => this.becomeRegistered()],
      ['the first sync follows by itself', () => this.firstSync()],
      ['the admin presses Sync', () => this.sync()],
      ['the admin presses Disconnect', () => this.disconnect()],
      ['the admin presses Reconnect', () => this.reconnect()],
      ['the server restarts and is still registered', () => this.restart()],
    ];
  }

  async startCloud() {
    this.cloud = await startCloud({ controlPort: 0 });
    this.cloud.issueToken({ token: TOKEN });
    return this.cloud.url;
  }

  async startServer() {
    this.server = new Server({
      release: this.release, cloud: this.cloud, env: { REG_TOKEN: TOKEN },
    });
    await this.server.start();
    const line = this.server.log.find((text) => /Registrar .* is active/.test(text));
    expect(Boolean(line), `the module says that it is active\n${this.server.log.join('\n')}`);
    return `${this.server.url}\n${line}`;
  }

  async logIn() {
    this.admin = await signIn(this.server.url);
    const { workspaceRegistered } = await this.admin.registration();
    expect(!workspaceRegistered, 'the workspace is not registered before the wizard is completed');
    expect(this.count('connect') === 0, 'nothing was registered');
    return this.state();
  }

  async completeWizard() {
    await this.admin.set('Show_Setup_Wizard', 'completed');
    return '';
  }

  async becomeRegistered() {
    const status = await eventually(async () => {
      const registration = await this.admin.registration();
      return registration.workspaceRegistered && registration;
    }, { what: 'the registration' });
    [this.workspace] = this.cloud.workspaces;
    expect(status.workspaceId === this.workspace.workspaceId, 'server and cloud agree on the id');
    return `workspace ${status.workspaceId}, known to the cloud as "${this.workspace.name}"`;
  }

  async firstSync() {
    const { lastSync } = await eventually(async () => {
      const status = await this.admin.status();
      return status.lastSync && status;
    }, { what: 'the first sync' });
    expect(lastSync.ok === true, `the first sync succeeded (${JSON.stringify(lastSync)})`);
    return this.requests(0);
  }

  async sync() {
    const from = this.cloud.requests.length;
    const message = toast(await this.admin.press('registrar:sync'));
    const asked = this.cloud.requests.slice(from).some(({ call }) => call === 'sync');
    expect(asked, 'the cloud was asked');
    return `${message}\n${this.requests(from)}`;
  }

  async disconnect() {
    const from = this.cloud.requests.length;
    const message = toast(await this.admin.press('registrar:disconnect'));
    const { workspaceRegistered } = await this.admin.registration();
    expect(!workspaceRegistered, 'the workspace is not registered any more');
    expect(this.workspace.disconnected, 'the cloud was told');
    return `${message}\n${this.requests(from)}\n${await this.state()}`;
  }

  async reconnect() {
    const from = this.cloud.requests.length;
    const message = toast(await this.admin.press('registrar:reconnect'));
    const { workspaceId } = await this.admin.registration();
    expect(workspaceId === this.workspace.workspaceId, 'it is the same workspace again');
    await eventually(() => !this.workspace.disconnected, { what: 'the sync that tells the cloud' });
    return `${message}\n${this.requests(from)}`;
  }

  async restart() {
    this.admin.close();
    await this.server.restart();
    this.admin = await signIn(this.server.url);
    const { workspaceRegistered } = await this.admin.registration();
    expect(workspaceRegistered, 'the workspace is registered after the restart');
    expect(this.count('connect') === 1, 'the token was used once only');
    return this.state();
  }

  /** @returns {Promise<string>} the module's status, readable */
  async state() {
    const { state, workspaceId, lastSync, lastError, nextSync, pushGateway } = await this.admin
      .status();
    return [
      `state: ${state}${workspaceId ? ` (${workspaceId})` : ''}`,
      lastSync && `last sync: ${lastSync.at}, ${lastSync.ok ? 'good' : 'failed'}`,
      nextSync && `next sync: ${nextSync}`,
      lastError && `last error: ${lastError.code}: ${lastError.cause} ${lastError.remedy}`,
      pushGateway && `push gateway: ${pushGateway.on ? 'on' : 'off'}. ${pushGateway.reason}`,
    ].filter(Boolean).join('\n');
  }

  count(call) {
    return this.cloud.requests.filter((request) => request.call === call).length;
  }

  /** @param {number} from @returns {string} what the cloud got since then */
  requests(from) {
    const calls = this.cloud.requests.slice(from).map(({ call, status }) => `${call} ${status}`);
    return `the cloud answered: ${calls.join(', ')}`;
  }

  /** @returns {string[]} pages to click */
  pages() {
    return [
      `The server's settings group: ${this.server.url}/admin/settings/Workspace_Registration`
        + '  (admin / admin)',
      `The cloud's console:         ${this.cloud.controlUrl}/`,
    ];
  }

  async end() {
    if (this.admin) this.admin.close();
    if (this.server && this.server.host) await this.server.remove();
    if (this.cloud) await this.cloud.close();
  }
}

module.exports = { Story };
