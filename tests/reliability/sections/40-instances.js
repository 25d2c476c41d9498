'use strict';

const { MongoClient } = require('mongodb6');

const { startCloud } = require('../../cloud');
const { signIn } = require('../../integration/support/person');
const { Server } = require('../../integration/support/server');
const { idWithSlotAt } = require('../../integration/support/slots');
const { eventually, sleep } = require('../../integration/support/wait');
const { startMongo, whyNoMongo } = require('../../mongo/start');

const RELEASE = '8';
/** Time from the choice of the workspace's id to its slot: for the start and the registration. */
const LEAD_MS = { 2: 40000, 4: 60000, 8: 110000 };
/** A slot may be a little late on a busy machine; a second sync would come with it. */
const AFTER_SLOT_MS = 15000;
/** An instance is paused for longer than others wait before they take its lease. */
const PAUSE_MS = 100000;
/** Two looks at the lease. */
const LOOKS_MS = 45000;
const LIMIT = 120000;

/** Servers of one workspace on one database. */
class Cluster {
  constructor(size) {
    this.size = size;
    this.servers = [];
    this.admins = [];
  }

  async open() {
    this.mongo = await startMongo();
    this.cloud = await startCloud({ port: 0 });
    const env = {
      REG_TOKEN: this.cloud.issueToken().token,
      // They stand behind one address.
      ROOT_URL: 'http://127.0.0.1:3000',
    };
    const mongo = this.mongo.url('instances');
    this.servers = Array.from({ length: this.size }, () => new Server({
      release: RELEASE, mongo, env, cloud: this.cloud,
    }));
    // The first one fills the database; then the workspace gets the id that the test wants.
    await this.servers[0].start();
    await this.servers[0].stop();
    const { id, slot } = idWithSlotAt(Date.now() + LEAD_MS[this.size]);
    this.slot = slot;
    await this.inDatabase((db) => db.collection('rocketchat_settings')
      .updateOne({ _id: 'uniqueID' }, { $set: { value: id } }));
    await Promise.all(this.servers.map((server) => server.start()));
    this.admins = await Promise.all(this.servers.map(({ url }) => signIn(url, 'admin')));
  }

  /** @template T @param {(db: import('mongodb6').Db) => Promise<T>} work @returns {Promise<T>} */
  async inDatabase(work) {
    const client = new MongoClient(this.mongo.url('instances'));
    try {
      return await work(client.db());
    } finally {
      await client.close();
    }
  }

  document(id) {
    return this.inDatabase((db) => db.collection('rocketchat_registrar').findOne({ _id: id }));
  }

  async close() {
    for (const admin of this.admins) admin.close();
    await Promise.all(this.servers.map((server) => server.remove()));
    if (this.cloud) await this.cloud.close();
    if (this.mongo) await this.mongo.remove();
  }

  /** The people at the servers that answer. */
  get present() {
    return this.admins.filter((_, index) => !this.servers[index].exited);
  }

  statuses() {
    return Promise.all(this.present.map((admin) => admin.status()));
  }

  all(what, holds) {
    return eventually(async () => (await this.statuses()).every(holds), { what, limitMs: LIMIT });
  }

  count(call) {
    return this.cloud.requests.filter((request) => request.call === call).length;
  }

  /** @returns {Promise<number>} the one server that holds the lease */
  async holder() {
    const { index } = await eventually(async () => {
      const mine = await Promise.all(this.admins.map(async (admin, number) => (
        !this.servers[number].exited && (await admin.status()).lease.mine)));
      return mine.filter(Boolean).length === 1 && { index: mine.indexOf(true) };
    }, { what: 'one holder of the lease', limitMs: LIMIT });
    return index;
  }

  /** Ends the database at once and starts it again with what is on the disk. */
  async killDatabase() {
    const { dataDir, port, isOwnFolder } = this.mongo;
    await this.mongo.kill();
    this.mongo = await startMongo({ dataDir, port });
    this.mongo.isOwnFolder = isOwnFolder;
  }
}

async function registerOnce(cluster, row) {
  await cluster.all('a status of every instance', ({ state }) => state === 'unregistered');
  await Promise.all(cluster.admins.map((admin) => admin.set('Organization_Name', 'Company')));
  await Promise.all(cluster.admins.map((admin) => admin.set('Show_Setup_Wizard', 'completed')));
  await cluster.all('registered on every instance', ({ state }) => state === 'registered');
  await eventually(() => cluster.count('sync') > 0, { what: 'the first sync', limitMs: LIMIT });
  const figures = {
    connects: cluster.count('connect'), workspaces: cluster.cloud.workspaces.length,
  };
  row({
    name: `${cluster.size} instances see the wizard completed at once: one registration`,
    ok: figures.connects === 1 && figures.workspaces === 1, figures,
  });
}

async function syncOnce(cluster, row) {
  // The database writes to its disk every second.
  await sleep(2500);
  await cluster.killDatabase();
  const before = cluster.count('sync');
  const early = cluster.slot - Date.now();
  await sleep(Math.max(0, early) + AFTER_SLOT_MS);
  await cluster.all('a status after the database is back', ({ state }) => state === 'registered');
  const syncs = cluster.count('sync') - before;
  row({
    name: `${cluster.size} instances, the database killed and started again: one sync a period`,
    ok: early > 0 && syncs === 1,
    figures: { syncs, 'seconds from the database\'s return to the slot': Math.round(early / 1000) },
    detail: early > 0 ? undefined : 'The machine was too slow: the slot had passed before.',
  });
}

async function settingsForAll(cluster, row) {
  const holder = await cluster.holder();
  const other = (holder + 1) % cluster.size;
  const [{ nextSync }] = await cluster.statuses();
  await cluster.admins[other].set('Registrar_Sync_Every', 168);
  const started = Date.now();
  await cluster.all('another next sync', (status) => status.nextSync !== nextSync);
  row({
    name: `${cluster.size} instances: a setting changed at one is followed by all`, ok: true,
    figures: { seconds: Math.round((Date.now() - started) / 100) / 10 },
  });
}

async function takeOverFromKilled(cluster, row) {
  const holder = await cluster.holder();
  const before = await cluster.document('lease');
  const started = Date.now();
  await cluster.servers[holder].stop('SIGKILL');
  const next = await cluster.holder();
  const after = await cluster.document('lease');
  row({
    name: `${cluster.size} instances: the holder of the lease is killed, another one takes over`,
    ok: next !== holder && after.fence === before.fence + 1,
    figures: { seconds: Math.round((Date.now() - started) / 1000), fence: after.fence },
  });
  await cluster.servers[holder].start();
}

async function takeOverFromPaused(cluster, row) {
  const holder = await cluster.holder();
  const before = await cluster.document('lease');
  const syncs = cluster.count('sync');
  process.kill(cluster.servers[holder].pid, 'SIGSTOP');
  await sleep(PAUSE_MS);
  const taken = await cluster.document('lease');
  process.kill(cluster.servers[holder].pid, 'SIGCONT');
  await sleep(LOOKS_MS);
  const old = await cluster.admins[holder].status();
  const after = await cluster.document('lease');
  row({
    name: `${cluster.size} instances: a holder that was paused notices and does not write`,
    ok: taken.holder.id !== before.holder.id && taken.fence === before.fence + 1
      && after.holder.id === taken.holder.id && after.fence === taken.fence
      && old.lease.mine === false && old.lease.holder === taken.holder.id
      && cluster.count('sync') === syncs,
    figures: { 'paused seconds': PAUSE_MS / 1000, fence: after.fence },
    detail: JSON.stringify({ before, taken, after, old: old.lease }),
  });
}

module.exports = {
  name: 'instances',
  title: 'Many instances on one database',
  async run({ quick, log, row }) {
    const missing = await whyNoMongo();
    if (missing) throw new Error(missing);
    for (const size of quick ? [2] : [2, 4, 8]) {
      log(`${size} instances`);
      const cluster = new Cluster(size);
      try {
        await cluster.open();
        await registerOnce(cluster, row);
        await syncOnce(cluster, row);
        await settingsForAll(cluster, row);
        if (!quick) {
          await takeOverFromPaused(cluster, row);
          await takeOverFromKilled(cluster, row);
        }
      } finally {
        await cluster.close();
      }
    }
    return {};
  },
};
