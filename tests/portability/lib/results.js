'use strict';
// What each section found last is kept, so that one can be run again without the others, which
// take an hour.

const fs = require('node:fs');
const path = require('node:path');

const { WORK } = require('./work');

/** @typedef {import('../../reliability/lib/sections').Result} Result */

const FOLDER = path.join(WORK, 'results');

/** @param {Result[]} results */
function keep(results) {
  fs.mkdirSync(FOLDER, { recursive: true });
  for (const result of results) {
    fs.writeFileSync(path.join(FOLDER, `${result.name}.json`), JSON.stringify(result));
  }
}

/**
 * @param {{name: string, title: string}[]} sections
 * @returns {Result[]} one of each; that of a section that was never run says so
 */
function kept(sections) {
  return sections.map(({ name, title }) => {
    const file = path.join(FOLDER, `${name}.json`);
    if (fs.existsSync(file)) return JSON.parse(fs.readFileSync(file, 'utf8'));
    const note = `${title}: \`npm run portability -- --only ${name}\` was not run.`;
    return { name, title, seconds: 0, rows: [], notes: [note] };
  });
}

module.exports = { keep, kept };
