'use strict';

const { after, before } = require('node:test');

const { startCloud } = require('../../cloud');
const { Visitor, signIn } = require('./person');
const { realServer } = require('./releases');
const { Server } = require('./server');
const { eventually } = require('./wait');

/** A real server looks for its cloud at one address, so the cloud has to be there. */
const REAL_CLOUD_PORT = Number(process.env.ROCKETCHAT_CLOUD_PORT || 8443);

/** A cloud and a server that is connected to it, with the people who use them. */
class Scene {
  /** @param {object} options see `useScene` */
  constructor(options) {
    this.options = options;
  }

  async open() {
    const { release, wizard = 'completed', env, preloads, latencyMs, wrap } = this.options;
    const real = realServer();
    this.cloud = await startCloud({ port: real ? REAL_CLOUD_PORT : 0, latencyMs });
    this.server = real ? { url: real, log: [] }
      : new Server({ release, cloud: this.cloud, preloads, wrap, env: {
        ...(wizard === 'completed' && { OVERWRITE_SETTING_Show_Setup_Wizard: 'completed' }), ...env,
      } });
    if (this.options.prepare) await this.options.prepare(this);
    if (!real) await this.server.start();
    await this.meetPeople();
    // It answers once the module has started.
    if (!this.options.withoutModule) await this.admin.status();
    if (real) await this.unregister();
  }

  /** Logs in whoever the tests need, also after a restart. */
  async meetPeople() {
    this.leave();
    this.admin = await signIn(this.server.url, 'admin', process.env.ROCKETCHAT_PASSWORD);
    this.visitor = new Visitor(this.server.url);
  }

  leave() {
    if (this.admin) this.admin.close();
  }

  /** @param {object} [options] see Server.restart */
  async restart(options) {
    this.leave();
    await this.server.restart(options);
    await this.meetPeople();
  }

  /** Registers with a fresh token, and waits for the first sync that follows by itself. */
  async register() {
    const { lastSync } = await this.admin.status();
    const { token } = this.cloud.issueToken();
    await this.admin.call('cloud:connectWorkspace', token);
    await this.settled(lastSync);
    return this.cloud.workspaces.at(-1);
  }

  /**
   * Waits until a sync is over.
   * @param {{at: string}|null} [earlier] the one that does not count
   */
  settled(earlier = null) {
    return eventually(async () => {
      const { lastSync } = await this.admin.status();
      return lastSync && lastSync.at !== (earlier && earlier.at);
    }, { what: 'the sync that follows' });
  }

  /** Brings the server into the state without a registration, whatever was before. */
  async unregister() {
    if ((await this.admin.registration()).workspaceRegistered) {
      await this.admin.call('cloud:disconnectWorkspace');
    }
  }

  /** @param {string} call @returns {object[]} the requests that the cloud got */
  requests(call) {
    return this.cloud.requests.filter((request) => request.call === call);
  }

  async close() {
    this.leave();
    if (this.server && this.server.remove) await this.server.remove();
    if (this.cloud) await this.cloud.close();
  }
}

/**
 * A scene for all tests of the present group: opened before them, closed after them.
 * @param {object} options
 * @param {string} options.release
 * @param {'completed'|'pending'} [options.wizard] state of the setup wizard at the start
 * @param {Object<string, string>} [options.env] for the server
 * @param {string[]} [options.preloads] see Server
 * @param {(command: string[], env: Object<string, string>) => string[]} [options.wrap] see Server
 * @param {boolean} [options.withoutModule] whether `preloads` leave the module out
 * @param {number} [options.latencyMs] of the cloud
 * @param {(scene: Scene) => void} [options.prepare] last moment before the server starts
 * @returns {Scene} usable inside the tests
 */
function useScene(options) {
  const scene = new Scene(options);
  before(() => scene.open());
  after(() => scene.close());
  return scene;
}

module.exports = { Scene, useScene };
