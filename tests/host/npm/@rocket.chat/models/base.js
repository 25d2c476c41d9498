'use strict';

/** What all models of documents have in common. */
class BaseRaw {
  /**
   * @param {object} db
   * @param {string} name of the collection, without the prefix
   */
  constructor(db, name) {
    this.col = db.collection(name === 'users' ? name : `rocketchat_${name}`);
    this.modelIndexes().forEach(({ key, ...options }) => {
      // An index that cannot be made is reported by the first write that needs it.
      this.col.createIndex(key, options).catch(() => {});
    });
  }

  modelIndexes() {
    return [];
  }

  find(query = {}, options) {
    return this.col.find(query, options);
  }

  findOne(query = {}, options) {
    return this.col.findOne(typeof query === 'string' ? { _id: query } : query, options);
  }

  findOneById(_id, options) {
    return this.findOne({ _id }, options);
  }

  insertOne(document, options) {
    return this.col.insertOne({ _updatedAt: new Date(), ...document }, options);
  }

  updateOne(query, update, options) {
    return this.col.updateOne(query, stamped(update), options);
  }

  updateMany(query, update, options) {
    return this.col.updateMany(query, stamped(update), options);
  }

  findOneAndUpdate(query, update, options) {
    return this.col.findOneAndUpdate(query, stamped(update), options);
  }

  deleteOne(query) {
    return this.col.deleteOne(query);
  }

  deleteMany(query) {
    return this.col.deleteMany(query);
  }

  removeById(_id) {
    return this.col.deleteOne({ _id });
  }

  countDocuments(query) {
    return this.col.countDocuments(query);
  }
}

function stamped(update) {
  return { ...update, $set: { ...update.$set, _updatedAt: new Date() } };
}

module.exports = { BaseRaw };
