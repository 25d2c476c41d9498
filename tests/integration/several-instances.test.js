'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');

const { startCloud } = require('../cloud');
const { forEachReleaseOnMongo } = require('../mongo/support');
const { signIn } = require('./support/person');
const { Server } = require('./support/server');
const { eventually } = require('./support/wait');

const limit = { timeout: 180000 };
const LONG = 60000;

/** Several servers of one release on one database and one cloud, with an admin at each. */
class Cluster {
  /**
   * @param {import('node:test').TestContext} t which ends them
   * @param {{release: string, mongo: string, size: number, withToken?: boolean}} options
   *     `withToken`: each is started with the same REG_TOKEN
   * @returns {Promise<Cluster>} once all are started
   */
  static async start(t, { release, mongo, size, withToken = false }) {
    const cluster = new Cluster();
    t.after(() => cluster.close());
    cluster.cloud = await startCloud({ port: 0 });
    const env = {
      OVERWRITE_SETTING_Show_Setup_Wizard: 'completed',
      ...(withToken && { REG_TOKEN: cluster.cloud.issueToken().token }),
    };
    cluster.servers = Array.from({ length: size }, () => new Server({
      release, mongo, env, cloud: cluster.cloud,
    }));
    // The first one fills the empty database, which a real one does alone, too.
    const [first, ...others] = cluster.servers;
    await first.start();
    await Promise.all(others.map((server) => server.start()));
    cluster.admins = await Promise.all(cluster.servers.map(({ url }) => signIn(url, 'admin')));
    return cluster;
  }

  async close() {
    for (const admin of this.admins || []) admin.close();
    for (const server of this.servers || []) await server.remove();
    if (this.cloud) await this.cloud.close();
  }

  /** @returns {Promise<object[]>} what each server tells */
  statuses() {
    return Promise.all(this.admins.map((admin) => admin.status()));
  }

  /** @param {string} state what every server is to tell in the end */
  allAre(state) {
    return eventually(async () => {
      const states = (await this.statuses()).map((status) => status.state);
      return states.every((one) => one === state);
    }, { what: `${state} on every instance`, limitMs: LONG });
  }

  /** @param {string} call @returns {number} how often the cloud was asked */
  count(call) {
    return this.cloud.requests.filter((request) => request.call === call).length;
  }
}

forEachReleaseOnMongo((release, database) => {
  test('one of two instances holds the lease, an admin registers at the other one and '
    + 'disconnects at the first', limit, async (t) => {
    const cluster = await Cluster.start(t, { release, mongo: database('two'), size: 2 });
    const leases = await eventually(async () => {
      const seen = (await cluster.statuses()).map(({ lease }) => lease);
      return seen.every(({ holder }) => holder) && seen;
    }, { what: 'a lease that both know of', limitMs: LONG });
    assert.deepEqual(leases.map(({ mine }) => mine).sort(), [false, true]);
    assert.equal(leases[0].holder, leases[1].holder);

    const holder = leases.findIndex(({ mine }) => mine);
    const { token } = cluster.cloud.issueToken();
    await cluster.admins[1 - holder].call('cloud:connectWorkspace', token);
    await cluster.allAre('registered');
    assert.equal(cluster.count('connect'), 1);

    await cluster.admins[holder].call('cloud:disconnectWorkspace');
    await cluster.allAre('disconnected');
    assert.equal(cluster.cloud.workspaces.length, 1);
  });

  test('three instances that are given one token register the workspace once', limit,
    async (t) => {
      const cluster = await Cluster.start(t, {
        release, mongo: database('three'), size: 3, withToken: true,
      });
      await cluster.allAre('registered');
      assert.equal(cluster.count('connect'), 1);
      assert.equal(cluster.cloud.workspaces.length, 1);
      assert.equal((await cluster.statuses()).filter(({ lease }) => lease.mine).length, 1);
    });

  test('when the instance that holds the lease is killed, another one takes over', limit,
    async (t) => {
      const cluster = await Cluster.start(t, { release, mongo: database('killed'), size: 2 });
      const mine = async (index) => (await cluster.admins[index].status()).lease.mine;
      const holder = await eventually(async () => {
        const held = await Promise.all([mine(0), mine(1)]);
        return held.includes(true) && { index: held.indexOf(true) };
      }, { limitMs: LONG });
      await cluster.servers[holder.index].stop('SIGKILL');
      await eventually(() => mine(1 - holder.index), {
        what: 'the lease at the other one', limitMs: LONG,
      });
    });
});
