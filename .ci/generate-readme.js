'use strict';
// Writes the measured figures of README.md from docs/performance.json, which comes from
// `npm run bench`:
//
//   .ci/node .ci/generate-readme.js

const fs = require('node:fs');
const path = require('node:path');
const { figure } = require('../bench/lib/format');
const { fillBlock } = require('./lib/block');

const ROOT = path.join(__dirname, '..');
const pageFile = path.join(ROOT, 'README.md');
const dataFile = path.join(ROOT, 'docs', 'performance.json');

/** What is told, and the names of its rows: of the module, and of the server's own client. */
const PAIRS = [
  ['Connect with a token', 'from the token to registered, 50 ms per answer: module',
    'from the token to registered, 50 ms per answer: built-in client'],
  ['Sync, when an admin waits for it',
    'sync by hand, 50 ms, fresh connection, token cached: module',
    'sync by hand, 50 ms, fresh connection, token cached: built-in client'],
  ['A function of the server asks for an access token', 'a kept access token: module',
    'a kept access token: built-in client'],
];

/** Rows that have the other figure beside their own. */
const ROWS = [
  ['Requests of a sync', 'sync by hand: requests', ''],
  ['On the wire in a day', 'a day of scheduled syncs: bytes on the wire', ' B'],
];

/** @param {string} unit as a row has it @returns {string} */
const shown = (unit) => unit.replace(/ a call$/, '');

/**
 * @param {{machine: object, results: object[]}} data docs/performance.json
 * @returns {{what: string, own: number, other: number, unit: string}[]} what was measured of it
 */
function readFigures(data) {
  const rows = new Map(data.results.flatMap((result) => result.rows)
    .map((row) => [row.name, row]));
  const pairs = PAIRS.map(([what, own, other]) => ({
    what, own: rows.get(own), other: rows.get(other),
  })).filter(({ own, other }) => own && other).map(({ what, own, other }) => ({
    what, own: own.value, other: other.value, unit: ` ${shown(own.unit)}`,
  }));
  const single = ROWS.map(([what, name, unit]) => ({ what, row: rows.get(name), unit }))
    .filter(({ row }) => row).map(({ what, row, unit }) => ({
      what, own: row.value, unit, other: Number(/built-in client ([\d.]+)/.exec(row.spread)[1]),
    }));
  return [...pairs, ...single];
}

/** @param {string} page text of README.md @param {object} data @returns {string} */
function renderFigures(page, data) {
  const lines = readFigures(data).map(({ what, own, other, unit }) => (
    `| ${what} | ${figure(other)}${unit} | ${figure(own)}${unit} |`));
  const head = ['| Measured | The server\'s own code | Registrar |', '| --- | --- | --- |'];
  return fillBlock(page, '.ci/generate-readme.js', [...head, ...lines].join('\n'));
}

/** Brings README.md up to date. */
function writeFigures() {
  const data = JSON.parse(fs.readFileSync(dataFile, 'utf8'));
  fs.writeFileSync(pageFile, renderFigures(fs.readFileSync(pageFile, 'utf8'), data));
}

module.exports = {
  dataFile, pageFile, readFigures, renderFigures, writeFigures,
};

if (require.main === module) writeFigures();
