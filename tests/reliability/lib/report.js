'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const { figuresText } = require('./figures');
const { ROOT } = require('./sections');

const FILE = path.join('docs', 'reliability.md');

const INTRODUCTION = [
  '# Nothing lost, nobody locked out, nobody let in',
  'Written by `npm run reliability`, which runs all of this; `npm run reliability -- --quick` is'
    + ' part of `npm test`. A row that failed is shown as failed.',
];

/** @param {string} text @returns {string} as a cell of a table */
function cell(text) {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

/** @param {import('./sections').Row[]} rows @returns {string} */
function table(rows) {
  const lines = rows.map(({ name, ok, figures }) => (
    `| ${cell(name)} | ${ok ? 'holds' : '**failed**'} | ${cell(figuresText(figures))} |`));
  return ['| what | outcome | figures |', '| --- | --- | --- |', ...lines].join('\n');
}

/** @param {import('./sections').Row[]} rows @returns {string} what the failed ones said */
function failures(rows) {
  return rows.filter(({ ok, detail }) => !ok && detail)
    .map(({ name, detail }) => `Failed: ${name}\n\n\`\`\`\n${detail}\n\`\`\``).join('\n\n');
}

/** @param {import('./sections').Result[]} results @returns {string} Markdown */
function reportText(results) {
  const rows = results.flatMap((result) => result.rows);
  const failed = rows.filter((row) => !row.ok).length;
  const total = `${rows.length - failed} of ${rows.length} rows hold, on a machine with `
    + `${os.cpus().length} processors.`;
  const chapters = results.flatMap(({ title, rows: own, notes }) => [
    `## ${title}`, own.length > 0 && table(own), failures(own), ...notes,
  ]);
  return `${[...INTRODUCTION, total, ...chapters].filter(Boolean).join('\n\n')}\n`;
}

/** @param {import('./sections').Result[]} results @returns {string} the file that it wrote */
function writeReport(results) {
  fs.writeFileSync(path.join(ROOT, FILE), reportText(results));
  return FILE;
}

module.exports = { reportText, writeReport };
