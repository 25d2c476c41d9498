'use strict';

// What the files of systemd say of services, as far as it matters here. Only its files are read: it
// need not run, and the files may be another system's.

const fs = require('fs');
const path = require('path');

// Those before come first.
const FOLDERS = ['etc/systemd/system', 'run/systemd/system', 'usr/local/lib/systemd/system',
  'usr/lib/systemd/system', 'lib/systemd/system'];

/**
 * @typedef {object} Unit
 * @property {string} name without `.service`
 * @property {string} node the program that it starts
 * @property {string} bundle folder of the main.js that it starts
 */

/**
 * @param {string} root of the file system
 * @returns {Unit[]} the services that start a main.js
 */
function findUnits(root) {
  /** @type {Map<string, string>} */
  const files = new Map();
  for (const folder of FOLDERS.map((one) => path.join(root, one)).reverse()) {
    for (const name of namesIn(folder).filter((one) => one.endsWith('.service'))) {
      files.set(name.slice(0, -'.service'.length), path.join(folder, name));
    }
  }
  return [...files].map(([name, file]) => unitOf(name, linesOf(textOf(file))))
    .filter(/** @returns {unit is Unit} */ (unit) => unit !== undefined);
}

/** @param {string} name @param {string[]} lines @returns {Unit|undefined} */
function unitOf(name, lines) {
  const last = (/** @type {string} */ key) => lines.map((line) => new RegExp(`^${key}\\s*=\\s*(.*)$`)
    .exec(line)).filter(Boolean).map((match) => /** @type {string[]} */ (match)[1]).pop() || '';
  const [program, ...words] = last('ExecStart').replace(/^[-@:+!]+/, '').split(/\s+/);
  const main = words.find((word) => /(^|\/)main\.js$/.test(word));
  const folder = last('WorkingDirectory').replace(/^-/, '');
  return main === undefined ? undefined
    : { name, node: program, bundle: path.dirname(path.resolve(folder || '/', main)) };
}

/**
 * @param {string} root
 * @param {string} name of a service
 * @returns {string|undefined} the file that defines it
 */
function unitFile(root, name) {
  return FOLDERS.map((folder) => path.join(root, folder, `${name}.service`))
    .find((file) => fs.existsSync(file));
}

/**
 * The files that add to a service, in the order in which systemd reads them.
 *
 * @param {string} root
 * @param {string} name of a service
 * @returns {string[]}
 */
function dropIns(root, name) {
  /** @type {Map<string, string>} */
  const files = new Map();
  for (const folder of FOLDERS.map((one) => path.join(root, one, `${name}.service.d`)).reverse()) {
    for (const file of namesIn(folder).filter((one) => one.endsWith('.conf'))) {
      files.set(file, path.join(folder, file));
    }
  }
  return [...files.keys()].sort().map((file) => /** @type {string} */ (files.get(file)));
}

/**
 * @param {string} text of a unit's file, or of one that adds to it
 * @param {string} variable
 * @returns {string|undefined} what it sets the variable to, as it is written there; '' if it takes
 *     every variable away
 */
function environmentOf(text, variable) {
  /** @type {string|undefined} */
  let value;
  for (const line of linesOf(text)) {
    const [, assignments] = /^Environment\s*=\s*(.*)$/.exec(line) || [];
    if (assignments === '') value = '';
    for (const [, double, single, bare] of (assignments || '')
      .matchAll(/"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(\S+)/g)) {
      const assignment = double || single || bare || '';
      if (assignment.startsWith(`${variable}=`)) value = assignment.slice(variable.length + 1);
    }
  }
  return value;
}

/** @param {string} text @returns {string[]} files of variables, which win over variables */
function environmentFiles(text) {
  return linesOf(text).map((line) => (/^EnvironmentFile\s*=\s*-?(.*)$/.exec(line) || [])[1])
    .filter(Boolean);
}

/** @param {string} folder @returns {string[]} */
function namesIn(folder) {
  try {
    return fs.readdirSync(folder);
  } catch (_) {
    return [];
  }
}

/** @param {string} file @returns {string} '' if it cannot be read */
function textOf(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (_) {
    return '';
  }
}

/** @param {string} text @returns {string[]} its lines, those that go on in the next put together */
function linesOf(text) {
  return text.replace(/\\\n/g, ' ').split('\n')
    .map((line) => line.trim()).filter((line) => !/^[#;]/.test(line));
}

module.exports = {
  dropIns, environmentFiles, environmentOf, findUnits, unitFile,
};
