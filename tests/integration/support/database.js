'use strict';

const fs = require('node:fs');
const path = require('node:path');

const SETTINGS = 'rocketchat_settings';

/**
 * What is in a collection of the small server's database: each line of its file is a document, a
 * later one replaces an earlier one of the same id.
 * @param {string} dataDir folder of the server, which may run or not
 * @param {string} collection
 * @returns {Map<string, object>} documents by id
 */
function readCollection(dataDir, collection) {
  const documents = new Map();
  const file = path.join(dataDir, `${encodeURIComponent(collection)}.db`);
  if (!fs.existsSync(file)) return documents;
  for (const line of fs.readFileSync(file, 'utf8').split('\n')) {
    const document = parseLine(line);
    if (document && document.$$deleted) documents.delete(document._id);
    else if (document && document._id) documents.set(document._id, document);
  }
  return documents;
}

/** @param {string} line @returns {object|undefined} nothing for one that a kill cut off */
function parseLine(line) {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/**
 * Changes a document of a server that is stopped, as an administrator of its database would.
 * @param {string} dataDir
 * @param {string} collection
 * @param {string} id
 * @param {(document: object) => object} change
 */
function changeDocument(dataDir, collection, id, change) {
  const document = readCollection(dataDir, collection).get(id);
  if (!document) throw new Error(`The collection ${collection} has no document ${id}.`);
  const file = path.join(dataDir, `${encodeURIComponent(collection)}.db`);
  fs.appendFileSync(file, `\n${JSON.stringify(change(document))}\n`);
}

/**
 * @param {string} dataDir
 * @returns {(id: string) => any} value of a setting, as the database has it, hidden ones too
 */
function readSettings(dataDir) {
  const settings = readCollection(dataDir, SETTINGS);
  return (id) => {
    if (!settings.has(id)) throw new Error(`The server has no setting ${id}.`);
    return settings.get(id).value;
  };
}

module.exports = { changeDocument, readCollection, readSettings };
