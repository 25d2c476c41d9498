'use strict';

// What NODE_OPTIONS has to be: the server may have had some of its own before.

const path = require('path');
const {
  dropIns, environmentFiles, environmentOf, unitFile,
} = require('../command/systemd-units');
const { RefusedError } = require('../command/server');
const { findLines } = require('./own-lines');
const { readIfThere } = require('./files');

const VARIABLE = 'NODE_OPTIONS';
const PRELOAD = 'js-shim/register.js';

/** @param {string} error @returns {never} */
function refuse(error) {
  throw new RefusedError({ success: false, error });
}

/**
 * @param {string} folder of the module, as the server sees it
 * @param {string} [already] what is there
 * @returns {string} both
 */
function withModule(folder, already = '') {
  const option = `--require ${folder}/${PRELOAD}`;
  const has = already.split(/\s+/).includes(`${folder}/${PRELOAD}`);
  return has ? already.trim() : `${already.trim()} ${option}`.trim();
}

/**
 * @param {string} text of a file of variables
 * @returns {string|undefined} what it sets the options to
 */
function optionsIn(text) {
  const lines = text.split('\n').map((line) => new RegExp(`^\\s*(?:export\\s+)?${VARIABLE}=(.*)$`)
    .exec(line)).filter(Boolean);
  const last = lines.pop();
  return last ? last[1].trim().replace(/^(["'])(.*)\1$/, '$2') : undefined;
}

/**
 * What a service of systemd sets the options to, apart from our own lines.
 *
 * @param {string} root
 * @param {string} service
 * @param {string} own file of our lines
 * @returns {string|undefined}
 */
function optionsOfService(root, service, own) {
  const unit = unitFile(root, service);
  if (!unit) return refuse(`There is no service ${service} in ${root}; --service gives its name.`);
  let value;
  for (const file of [unit, ...dropIns(root, service)]) {
    const text = withoutOwn(readIfThere(file));
    refuseIfStronger(root, text);
    const found = environmentOf(text, VARIABLE);
    if (found && file !== unit && path.basename(file) > path.basename(own)) {
      refuse(`${file} is read after ${path.basename(own)} and sets ${VARIABLE} itself. Add `
        + '"--require …" there, or give a later name with --file.');
    }
    if (found !== undefined) value = found;
  }
  return value;
}

/** @param {string} root @param {string} text of a unit */
function refuseIfStronger(root, text) {
  for (const file of environmentFiles(text)) {
    if (optionsIn(withoutOwn(readIfThere(path.join(root, file)))) !== undefined) {
      refuse(`${file} sets ${VARIABLE} and wins over what a drop-in says. Take `
        + `"registrar-setup environment --file ${file}" instead.`);
    }
  }
}

/** @param {string} [text] @returns {string} the rest of a file in which lines of ours are */
function withoutOwn(text = '') {
  const own = findLines(text, '#');
  return own ? own.before + own.after : text;
}

/**
 * @param {string} [text] of a file of variables
 * @returns {{already: string|undefined, exported: boolean}} what it sets besides our lines, and
 *     whether it is a script that exports
 */
function optionsOfFile(text) {
  const rest = withoutOwn(text);
  return { already: optionsIn(rest), exported: /^\s*export\s/m.test(rest) };
}

/** @param {string} options @returns {string} the same, if it may stand between double quotes */
function quotable(options) {
  return /(^|[^\\])"/.test(options)
    ? refuse(`${VARIABLE} has quotes (${options}): add "--require …" by hand.`) : options;
}

module.exports = {
  PRELOAD, VARIABLE, optionsOfFile, optionsOfService, quotable, withModule,
};
