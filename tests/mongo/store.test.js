'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');

const { login, run, startFor } = require('../host/helpers');
const { forEachReleaseOnMongo } = require('./support');

const limit = { timeout: 60000 };
const IN_SERVER = `
  const db = Package.mongo.MongoInternals.defaultRemoteCollectionDriver().mongo.db;
  const col = db.collection('contract');
  const DURABLE = { writeConcern: { w: 'majority', j: true } };
  const PRIMARY = { readPreference: 'primary' };
  const codeOf = (work) => work.then(() => null, (error) => [error.name, error.code]);
  const plain = (value) => JSON.parse(JSON.stringify(value));`;

const counts = (matchedCount, modifiedCount, upsertedId = null) => ({
  acknowledged: true, matchedCount, modifiedCount,
  upsertedCount: upsertedId === null ? 0 : 1, upsertedId,
});
const duplicate = ['MongoServerError', 11000];

/** What a server's code relies on; each is tried on the embedded store and on the real one. */
const CONTRACT = [
  {
    name: 'an id is taken once',
    code: `return [
      await col.insertOne({ _id: 'a', rev: 1 }, DURABLE),
      await codeOf(col.insertOne({ _id: 'a', rev: 2 })),
      await col.findOne({ _id: 'a' }, PRIMARY),
      await col.findOne({ _id: 'nobody' }),
    ];`,
    wanted: [{ acknowledged: true, insertedId: 'a' }, duplicate, { _id: 'a', rev: 1 }, null],
  },
  {
    name: 'a document is replaced and deleted only in the revision that was read',
    code: `await col.insertOne({ _id: 'a', rev: 1, old: true });
    return [
      plain(await col.replaceOne({ _id: 'a', rev: 1 }, { rev: 2 }, DURABLE)),
      plain(await col.replaceOne({ _id: 'a', rev: 1 }, { rev: 9 }, DURABLE)),
      await col.findOne({ _id: 'a' }),
      (await col.deleteOne({ _id: 'a', rev: 1 }, DURABLE)).deletedCount,
      (await col.deleteOne({ _id: 'a', rev: 2 }, DURABLE)).deletedCount,
      await col.findOne({ _id: 'a' }),
    ];`,
    wanted: [counts(1, 1), counts(0, 0), { _id: 'a', rev: 2 }, 0, 1, null],
  },
  {
    name: 'an equal value is matched and not modified, an absent document upserted',
    code: `await col.insertOne({ _id: 'a', value: 1 });
    return [
      plain(await col.updateOne({ _id: 'a' }, { $set: { value: 1 } })),
      plain(await col.updateOne({ _id: 'a', value: { $ne: 1 } }, { $set: { value: 1 } })),
      plain(await col.updateOne({ _id: 'b' }, { $set: { value: 1 }, $setOnInsert: { n: 2 } },
        { upsert: true })),
      await col.findOne({ _id: 'b' }),
    ];`,
    wanted: [counts(1, 0), counts(0, 0), counts(0, 0, 'b'), { _id: 'b', value: 1, n: 2 }],
  },
  {
    name: 'what is absent counts as null, what is undefined is not stored',
    code: `await col.insertMany([{ _id: 'a', left: undefined }, { _id: 'b', left: 1 }]);
    const ids = (filter) => col.find(filter).sort({ _id: 1 }).toArray()
      .then((found) => found.map(({ _id }) => _id));
    return [
      await ids({ left: null }), await ids({ left: { $exists: true } }),
      await ids({ _id: { $in: ['b', 'c'] } }), await ids({ left: { $ne: 1 } }),
      await col.countDocuments({}), await ids({ $or: [{ left: 1 }, { _id: 'a' }] }),
    ];`,
    wanted: [['a'], ['b'], ['b'], ['a'], 2, ['a', 'b']],
  },
  {
    name: 'dates stay dates, lists are pushed to and pulled from',
    code: `await col.insertOne({ _id: 'a', at: new Date(5), list: [{ n: 1 }] });
    await col.updateOne({ _id: 'a' }, { $push: { list: { n: 2 } }, $unset: { gone: 1 } });
    await col.updateOne({ _id: 'a' }, { $pull: { list: { n: 1 } } });
    const { at, list } = await col.findOne({ 'list.n': 2, at: { $lt: new Date(6) } });
    return [at instanceof Date && at.getTime(), list];`,
    wanted: [5, [{ n: 2 }]],
  },
  {
    name: 'a unique index of several fields holds',
    code: `await col.createIndex({ scope: 1, token: 1 }, { unique: true });
    await col.insertOne({ _id: 'a', scope: 's', token: 1 });
    return [
      await codeOf(col.insertOne({ _id: 'b', scope: 's', token: 1 })),
      await codeOf(col.insertOne({ _id: 'c', scope: 's', token: 2 })),
    ];`,
    wanted: [duplicate, null],
  },
];

const FIND_AND_UPDATE = `await col.insertOne({ _id: 'a', n: 1 });
  const after = { returnDocument: 'after' };
  return [
    await col.findOneAndUpdate({ _id: 'a', n: 1 }, { $inc: { n: 1 } }, after),
    await col.findOneAndUpdate({ _id: 'a', n: 1 }, { $inc: { n: 1 } }, after),
  ];`;

forEachReleaseOnMongo((release, database) => {
  for (const store of ['embedded', 'server']) {
    test(`the store ${store} keeps the contract`, limit, async (t) => {
      const place = store === 'server' ? { mongo: database('contract') } : {};
      const host = await startFor(t, { release, preload: 'console.js', ...place });
      const admin = await login(host, 'admin');
      const inServer = async (code) => {
        await run(host, admin, `${IN_SERVER} await col.deleteMany({});`);
        return run(host, admin, IN_SERVER + code);
      };
      for (const { name, code, wanted } of CONTRACT) {
        await t.test(name, async () => assert.deepEqual(await inServer(code), wanted));
      }
      await t.test('findOneAndUpdate answers as the driver of the release does', async () => {
        const [hit, miss] = await inServer(FIND_AND_UPDATE);
        const document = (answer) => (Number(release) < 7 ? answer.value : answer);
        assert.deepEqual(document(hit), { _id: 'a', n: 2 });
        assert.equal(document(miss), null);
      });
    });
  }
});
