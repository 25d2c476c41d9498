'use strict';

const fs = require('node:fs');
const path = require('node:path');

const { figuresText } = require('./figures');

const ROOT = path.join(__dirname, '..', '..', '..');
const SECTIONS = path.join(__dirname, '..', 'sections');

/**
 * @typedef {object} Row one thing that holds, or does not
 * @property {string} name
 * @property {boolean} ok
 * @property {Record<string, number|string>} figures by their names, e.g. {combinations: 720}
 * @property {string} [detail] what a person needs to see when it failed
 *
 * @typedef {object} Tools
 * @property {boolean} quick whether only the part that belongs to the tests is wanted
 * @property {(text: string) => void} log shows progress
 * @property {(row: Row) => void} row shows a row as soon as it is known; those are not returned
 *   again
 * @property {string} root of the project
 *
 * @typedef {object} Section one file of sections/, run in the order of the files' names
 * @property {string} name
 * @property {string} title
 * @property {(tools: Tools) => Promise<{rows?: Row[], notes?: string[]}>} run
 *
 * @typedef {{name: string, title: string, seconds: number, rows: Row[], notes: string[]}} Result
 */

/** @param {string} folder @returns {Section[]} */
function sectionsIn(folder) {
  return fs.readdirSync(folder).filter((file) => file.endsWith('.js')).sort()
    .map((file) => require(path.join(folder, file)));
}

/** @returns {Section[]} */
function allSections() {
  return sectionsIn(SECTIONS);
}

/** @param {Row} row @returns {string} */
function rowText({ name, ok, figures, detail }) {
  const line = [ok ? 'ok    ' : 'FAILED', name, figuresText(figures)].filter(Boolean).join('  ');
  return ok || !detail ? line : `${line}\n${detail}`;
}

/**
 * @param {Section} section
 * @param {boolean} quick
 * @param {(text: string) => void} say
 * @returns {Promise<Result>}
 */
async function runSection({ name, title, run }, quick, say) {
  const started = Date.now();
  /** @type {Row[]} */
  const rows = [];
  const add = (/** @type {Row} */ row) => {
    rows.push(row);
    say(rowText(row));
  };
  const log = (/** @type {string} */ text) => say(`        ${text}`);
  say(`${name}: ${title} …`);
  let notes = [];
  try {
    const result = await run({ quick, root: ROOT, log, row: add });
    (result.rows || []).forEach(add);
    notes = result.notes || [];
    if (rows.length === 0) throw new Error('The section has no rows.');
  } catch (error) {
    add({ name: `${name} could be run`, ok: false, figures: {}, detail: error.stack });
  }
  const seconds = Math.round((Date.now() - started) / 1000);
  say(`${name}: ${seconds} s`);
  return { name, title, seconds, rows, notes };
}

/**
 * Runs one section after the other; one that throws is one failed row.
 * @param {Section[]} sections
 * @param {boolean} quick
 * @param {(text: string) => void} say
 * @returns {Promise<Result[]>}
 */
async function runSections(sections, quick, say) {
  const results = [];
  for (const section of sections) results.push(await runSection(section, quick, say));
  return results;
}

module.exports = {
  ROOT, allSections, runSections, sectionsIn,
};
