'use strict';

const fs = require('fs');
const path = require('path');
const { Collection } = require('./collection');
const { lockFolder } = require('./lock');

/** The part of the MongoDB driver's `Db` that a server's code uses, over a folder of files. */
class Database {
  /**
   * @param {string} folder one file per collection; made when missing
   * @throws {Error} when another server runs on it
   */
  constructor(folder) {
    this.folder = folder;
    this.databaseName = 'meteor';
    this.collections = new Map();
    fs.mkdirSync(folder, { recursive: true });
    lockFolder(folder);
  }

  /**
   * @param {string} name
   * @returns {Collection} the same object each time
   */
  collection(name) {
    if (!this.collections.has(name)) {
      const file = path.join(this.folder, `${encodeURIComponent(name)}.db`);
      this.collections.set(name, new Collection(name, file));
    }
    return this.collections.get(name);
  }
}

module.exports = { Database };
