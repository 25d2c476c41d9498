'use strict';

const fs = require('fs');
const path = require('path');
const { RefusedError } = require('../command/server');

/** @param {Error & {code?: string}} error @returns {never} */
function refuse(error) {
  throw new RefusedError({ success: false, error: `${error.message}.` });
}

/** @param {string} file @returns {string|undefined} its text, if there is one */
function readIfThere(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    if (/** @type {any} */ (error).code === 'ENOENT') return undefined;
    return refuse(/** @type {Error} */ (error));
  }
}

/**
 * Writes a file whole or not at all. One that is there keeps its owner, its mode and the links that
 * lead to it.
 *
 * @param {string} file
 * @param {string} text
 */
function writeWhole(file, text) {
  try {
    if (!fs.existsSync(path.dirname(file))) fs.mkdirSync(path.dirname(file));
    const target = fs.existsSync(file) ? fs.realpathSync(file) : file;
    const old = fs.existsSync(target) ? fs.statSync(target) : undefined;
    const draft = `${target}.registrar-setup-${process.pid}`;
    fs.writeFileSync(draft, text, { flag: 'wx', mode: old ? old.mode & 0o7777 : 0o644 });
    try {
      if (old) {
        fs.chmodSync(draft, old.mode & 0o7777);
        fs.chownSync(draft, old.uid, old.gid);
      }
      fs.renameSync(draft, target);
    } catch (error) {
      fs.unlinkSync(draft);
      throw error;
    }
  } catch (error) {
    refuse(/** @type {Error} */ (error));
  }
}

/**
 * @param {string} file
 * @param {boolean} folder whether its folder goes as well, if nothing else is in it
 */
function removeFile(file, folder) {
  try {
    fs.unlinkSync(file);
    if (folder && fs.readdirSync(path.dirname(file)).length === 0) fs.rmdirSync(path.dirname(file));
  } catch (error) {
    refuse(/** @type {Error} */ (error));
  }
}

module.exports = { readIfThere, removeFile, writeWhole };
