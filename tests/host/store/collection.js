'use strict';

const crypto = require('crypto');
const { isDeepStrictEqual } = require('util');
const Datastore = require('@seald-io/nedb');
const model = require('@seald-io/nedb/lib/model');
const { Cursor } = require('./cursor');
const { equalities, translateFilter } = require('./query');
const { modifiedDocument } = require('./results');

const DUPLICATE_KEY = 11000;

/** Error of the server, in the shape in which the driver hands it on. */
class MongoServerError extends Error {
  constructor(message, code) {
    super(message);
    this.name = 'MongoServerError';
    this.code = code;
  }
}

/**
 * The part of the MongoDB driver's `Collection` that a server's code uses. Writes are one after
 * the other, each is in the file when its promise resolves. Options about read and write concerns
 * are accepted and fulfilled by that.
 */
class Collection {
  constructor(name, filename) {
    this.collectionName = name;
    // A process that was killed may leave half a last line, which was never acknowledged.
    this.store = new Datastore({ filename, corruptAlertThreshold: 1 });
    this.ready = this.store.loadDatabaseAsync();
    this.turn = this.ready;
    this.listeners = new Set();
  }

  /**
   * @param {function({type: string, id: *})} listener called after each write, as by a change
   *     stream
   */
  onChange(listener) {
    this.listeners.add(listener);
  }

  emit(type, id) {
    for (const listener of this.listeners) {
      listener({ type, id });
    }
  }

  /** Runs one write after all earlier ones. */
  exclusive(write) {
    const result = this.turn.then(write, write);
    this.turn = result.then(() => {}, () => {});
    return result;
  }

  find(filter, options = {}) {
    return new Cursor(this, translateFilter(filter), options);
  }

  async findOne(filter, options = {}) {
    const [document] = await this.find(filter, options).limit(1).toArray();
    return document || null;
  }

  countDocuments(filter) {
    return this.find(filter).count();
  }

  estimatedDocumentCount() {
    return this.countDocuments({});
  }

  async distinct(field, filter) {
    const documents = await this.find(filter).toArray();
    return [...new Set(documents.map((item) => model.getDotValue(item, field)))];
  }

  insertOne(document) {
    return this.exclusive(() => this.put(document))
      .then((insertedId) => ({ acknowledged: true, insertedId }));
  }

  async insertMany(documents) {
    const insertedIds = {};
    for (let i = 0; i < documents.length; i++) {
      insertedIds[i] = (await this.insertOne(documents[i])).insertedId;
    }
    return { acknowledged: true, insertedCount: documents.length, insertedIds };
  }

  updateOne(filter, update, options = {}) {
    return this.exclusive(async () => {
      const change = await this.modify(filter, (old) => applyUpdate(old, update), options, update);
      return updateResult([change]);
    });
  }

  replaceOne(filter, replacement, options = {}) {
    return this.exclusive(async () => {
      const replace = (old) => ({ ...replacement, _id: old._id });
      return updateResult([await this.modify(filter, replace, options, replacement)]);
    });
  }

  updateMany(filter, update) {
    return this.exclusive(async () => {
      const changes = [];
      for (const { _id } of await this.find(filter).toArray()) {
        changes.push(await this.modify({ _id }, (old) => applyUpdate(old, update), {}, update));
      }
      return updateResult(changes);
    });
  }

  findOneAndUpdate(filter, update, options = {}) {
    return this.exclusive(async () => {
      const change = await this.modify(filter, (old) => applyUpdate(old, update), options, update);
      const wantsNew = options.returnDocument === 'after' || options.returnOriginal === false;
      const document = (wantsNew ? change.after : change.before) || null;
      const result = { existed: Boolean(change.before), upsertedId: change.upsertedId };
      return modifiedDocument(document, result, options);
    });
  }

  findOneAndDelete(filter, options = {}) {
    return this.exclusive(async () => {
      const before = await this.findOne(filter, options);
      await this.remove(before ? [before] : []);
      return modifiedDocument(before, { existed: Boolean(before) }, options);
    });
  }

  deleteOne(filter) {
    return this.exclusive(async () => this.remove(await this.find(filter).limit(1).toArray()));
  }

  deleteMany(filter) {
    return this.exclusive(async () => this.remove(await this.find(filter).toArray()));
  }

  async createIndex(keys, options = {}) {
    const fields = Object.keys(typeof keys === 'string' ? { [keys]: 1 } : keys);
    if (options.unique) {
      const fieldName = fields.length === 1 ? fields[0] : fields;
      await this.exclusive(() => this.store.ensureIndexAsync(
        { fieldName, unique: true, sparse: Boolean(options.sparse) },
      )).catch((error) => this.rethrow(error));
    }
    return options.name || fields.map((field) => `${field}_1`).join('_');
  }

  /** Changes the first document that matches, or makes one. Call from `exclusive` only. */
  async modify(filter, change, { upsert, sort }, update) {
    const before = await this.findOne(filter, { sort });
    if (!before) {
      if (!upsert) {
        return {};
      }
      const after = upsertDocument(filter, change, update);
      return { after, upsertedId: await this.put(after) };
    }
    const after = change(before);
    if (isDeepStrictEqual(before, after)) {
      return { before, after };
    }
    await this.store.updateAsync({ _id: before._id }, after, {})
      .catch((error) => this.rethrow(error));
    this.emit('updated', before._id);
    return { before, after, modified: true };
  }

  async put(document) {
    const stored = { _id: newId(), ...document };
    document._id = stored._id;
    await this.store.insertAsync(stored).catch((error) => this.rethrow(error));
    this.emit('inserted', stored._id);
    return stored._id;
  }

  async remove(documents) {
    for (const { _id } of documents) {
      await this.store.removeAsync({ _id }, {});
      this.emit('removed', _id);
    }
    return { acknowledged: true, deletedCount: documents.length };
  }

  rethrow(error) {
    if (error.errorType === 'uniqueViolated') {
      const key = JSON.stringify(error.key);
      throw new MongoServerError(
        `E11000 duplicate key error collection: meteor.${this.collectionName} dup key: ${key}`,
        DUPLICATE_KEY,
      );
    }
    throw error;
  }
}

function newId() {
  return crypto.randomBytes(12).toString('hex');
}

function applyUpdate(document, wanted) {
  if (Array.isArray(wanted)) {
    throw new MongoServerError('The embedded store has no pipeline updates; use operators.', 40324);
  }
  const { $setOnInsert, ...update } = wanted;
  return Object.keys(update).length > 0 ? model.modify(document, update) : document;
}

function upsertDocument(filter, change, update) {
  const fields = equalities(filter);
  const blank = { _id: fields._id === undefined ? newId() : fields._id };
  const { _id, ...rest } = { ...fields, ...update.$setOnInsert };
  const base = model.modify(blank, { $set: rest });
  return change(base);
}

function updateResult(changes) {
  const upserted = changes.find(({ upsertedId }) => upsertedId);
  return {
    acknowledged: true,
    matchedCount: changes.filter(({ before }) => before).length,
    modifiedCount: changes.filter(({ modified }) => modified).length,
    upsertedCount: upserted ? 1 : 0,
    upsertedId: upserted ? upserted.upsertedId : null,
  };
}

module.exports = { Collection, MongoServerError };
