'use strict';

/** The part of the driver's cursor that a server's code uses. */
class Cursor {
  constructor(collection, filter, { projection, fields, sort, limit, skip } = {}) {
    this.collection = collection;
    this.filter = filter;
    this.options = { projection: projection || fields, sort, limit, skip };
  }

  sort(order) {
    this.options.sort = order;
    return this;
  }

  limit(count) {
    this.options.limit = count;
    return this;
  }

  skip(count) {
    this.options.skip = count;
    return this;
  }

  project(projection) {
    this.options.projection = projection;
    return this;
  }

  async toArray() {
    await this.collection.ready;
    const { projection, sort, limit, skip } = this.options;
    const cursor = this.collection.store.findAsync(this.filter, projection || {});
    if (sort) {
      cursor.sort(sort);
    }
    if (skip) {
      cursor.skip(skip);
    }
    if (limit) {
      cursor.limit(limit);
    }
    return cursor;
  }

  async count() {
    await this.collection.ready;
    return this.collection.store.countAsync(this.filter);
  }

  async next() {
    return (await this.limit(1).toArray())[0] || null;
  }

  async forEach(visit) {
    (await this.toArray()).forEach(visit);
  }

  async map(change) {
    return (await this.toArray()).map(change);
  }

  async* [Symbol.asyncIterator]() {
    yield* await this.toArray();
  }
}

module.exports = { Cursor };
