'use strict';

const { startCloud } = require('../../tests/cloud');
const { startMongo, whyNoMongo } = require('../../tests/mongo/start');
const { SIDES, Side } = require('../lib/arena');
const { growthOf } = require('../lib/growth');
const { median } = require('../lib/statistics');

const RELEASE = '8';
const SIZES = [1, 2, 4, 8];
// Code that is still being compiled would count as the cost of few instances.
const WARM_UP = 300;

/** Instances of one workspace on one database; the first one registers it and syncs. */
class Cluster {
  constructor(name, cloud, mongo) {
    this.options = { name, cloud, mongo, release: RELEASE };
    /** @type {Side[]} */
    this.instances = [];
  }

  /** @param {number} count of instances from now on */
  async grow(count) {
    while (this.instances.length < count) {
      const instance = new Side(this.options);
      this.instances.push(instance);
      await instance.start();
      if (this.instances.length === 1) await instance.register();
    }
  }

  /** @param {number} count @returns {Promise<number[]>} milliseconds of each sync */
  sync(count) {
    return this.instances[0].ask('syncs', { count });
  }

  async close() {
    await Promise.all(this.instances.map((instance) => instance.close()));
  }
}

/** @returns {Promise<Object<string, [number, number][]>>} a curve of each side */
async function curves(clusters, { sizes, warmUp, rounds, perRound, log }) {
  const points = clusters.map(() => []);
  for (const size of sizes) {
    log(`${size} instances`);
    const times = clusters.map(() => []);
    for (const cluster of clusters) {
      await cluster.grow(size);
      await cluster.sync(warmUp);
    }
    for (let round = 0; round < rounds; round += 1) {
      for (const [at, cluster] of clusters.entries()) {
        times[at].push(...await cluster.sync(perRound));
      }
    }
    times.forEach((all, at) => points[at].push([size, median(all)]));
  }
  return Object.fromEntries(clusters.map(({ options }, at) => [options.name, points[at]]));
}

async function run({ quick, log }) {
  const missing = await whyNoMongo();
  if (missing) return { rows: [], notes: `Not measured: ${missing}.` };
  const [sizes, warmUp, rounds, perRound] = quick ? [SIZES.slice(0, 2), 5, 1, 5]
    : [SIZES, WARM_UP, 5, 20];
  const mongo = await startMongo();
  const cloud = await startCloud();
  const clusters = Object.keys(SIDES).map((name) => new Cluster(name, cloud, mongo.url(name)));
  try {
    const { module: ours, 'built-in': theirs } = await curves(clusters,
      { sizes, warmUp, rounds, perRound, log });
    const { row, plot } = growthOf({
      what: 'the number of instances on one database', unit: 'an instance',
      file: 'growth-instances.svg', ours, theirs,
    });
    return { rows: [row], plots: [plot] };
  } finally {
    await Promise.all(clusters.map((cluster) => cluster.close()));
    await cloud.close();
    await mongo.remove();
  }
}

module.exports = {
  name: 'growth-instances', title: 'Cost as instances are added', order: 81, run,
};
