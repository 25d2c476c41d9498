'use strict';

/**
 * The tree that `meteorInstall` takes: folders are objects, files are functions
 * `(require, exports, module)` or arrays that end in one.
 *
 * @typedef {{[name: string]: any}} Tree
 * @typedef {(require: any, exports: any, module: any) => void} ModuleFunction
 * @typedef {{folder: Tree, name: string, source: ModuleFunction}} TreeFile
 */

const VERSION_FILE = '/app/utils/rocketchat.info';

/**
 * Finds a file.
 *
 * @param {Tree} tree
 * @param {string} id absolute module id, e.g. `/app/cloud/server/index.ts`
 * @returns {TreeFile | undefined} where it is, or nothing when there is no such file
 */
function findFile(tree, id) {
  const parts = id.split('/').slice(1);
  const name = /** @type {string} */ (parts.pop());
  /** @type {any} */
  let folder = tree;
  for (const part of parts) {
    folder = isFolder(folder) && own(folder, part) ? folder[part] : undefined;
  }
  if (!isFolder(folder) || !own(folder, name)) {
    return undefined;
  }
  const entry = folder[name];
  const source = Array.isArray(entry) ? entry[entry.length - 1] : entry;
  return typeof source === 'function' ? { folder, name, source } : undefined;
}

/**
 * @param {Tree} tree
 * @param {string} id of a file that may be missing
 * @param {string} text
 * @returns {boolean} whether the file's source has this text
 */
function mentions(tree, id, text) {
  const file = findFile(tree, id);
  return Boolean(file) && Function.prototype.toString
    .call(/** @type {TreeFile} */ (file).source).includes(text);
}

/**
 * The server's version, read off the text of its own information file without running it.
 *
 * @param {Tree} tree
 * @returns {string} e.g. `8.6.1`, or '' when it cannot be told
 */
function serverVersion(tree) {
  const file = findFile(tree, VERSION_FILE);
  const match = file && /["']?version["']?\s*:\s*["'](\d+\.\d+\.\d+[^"']*)["']/.exec(
    Function.prototype.toString.call(file.source),
  );
  return match ? match[1] : '';
}

/** @param {any} value */
function isFolder(value) {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** @param {any} object @param {string} key */
function own(object, key) {
  return Object.prototype.hasOwnProperty.call(object, key);
}

module.exports = { findFile, mentions, serverVersion };
