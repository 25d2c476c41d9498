'use strict';
// What each section found last is kept, so that one can be run again without the others, which
// together take an hour.

const fs = require('node:fs');
const path = require('node:path');

/**
 * @typedef {import('./sections').Result} Result
 * @typedef {{folder: string, command: string}} Place where results lie, and what makes them
 */

/** @param {Place} place @param {Result[]} results */
function keep({ folder }, results) {
  fs.mkdirSync(folder, { recursive: true });
  for (const result of results) {
    fs.writeFileSync(path.join(folder, `${result.name}.json`), JSON.stringify(result));
  }
}

/**
 * @param {Place} place
 * @param {{name: string, title: string}[]} sections
 * @returns {Result[]} one of each; that of a section that was never run says so
 */
function kept({ folder, command }, sections) {
  return sections.map(({ name, title }) => {
    const file = path.join(folder, `${name}.json`);
    if (fs.existsSync(file)) return JSON.parse(fs.readFileSync(file, 'utf8'));
    const note = `${title}: \`${command} -- --only ${name}\` was not run.`;
    return { name, title, seconds: 0, rows: [], notes: [note] };
  });
}

/**
 * What a command line does with what it found: keeps it, and writes a report of what all sections
 * found last. A quick run is no such finding.
 *
 * @param {Place} place
 * @param {{name: string, title: string}[]} sections all there are
 * @param {(results: Result[]) => string} write gives the report's name
 * @returns {import('./command-line').Program['report']}
 */
function reportOfKept(place, sections, write) {
  return (results, { quick }) => {
    if (quick) return undefined;
    keep(place, results);
    return write(kept(place, sections));
  };
}

module.exports = { keep, kept, reportOfKept };
