'use strict';

const fs = require('node:fs');
const path = require('node:path');

const { markdownTable } = require('./format');

const TEXTS = path.join(__dirname, '..', 'text');
const IMAGES = 'images/performance';

/** @param {string} name @returns {string} text that people wrote for the report, or '' */
function textOf(name) {
  const file = path.join(TEXTS, `${name}.md`);
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim() : '';
}

/** @param {string} name of a section that failed @returns {string} */
function notMeasured(name) {
  return `This was not measured in this run. \`npm run bench -- --only ${name}\` measures it alone.`;
}

/** @param {object} result of a section @returns {string[]} its chapter */
function chapter({ name, title, rows = [], plots = [], notes, failed }) {
  return [
    `## ${title}`, textOf(`section-${name}`),
    failed ? notMeasured(name) : markdownTable(rows), notes || '',
    ...plots.map((plot) => `![${plot.title}](${IMAGES}/${plot.file})`),
  ];
}

/**
 * Writes docs/performance.md, its plots and the raw data.
 * @param {string} root of the project
 * @param {{machine: object, results: object[]}} run
 */
function writeReport(root, { machine, results }) {
  const docs = path.join(root, 'docs');
  const images = path.join(docs, IMAGES);
  fs.rmSync(images, { recursive: true, force: true });
  fs.mkdirSync(images, { recursive: true });
  for (const { file, svg } of results.flatMap(({ plots = [] }) => plots)) {
    fs.writeFileSync(path.join(images, file), svg);
  }
  const facts = Object.entries(machine).map(([name, value]) => `- ${name}: ${value}`).join('\n');
  const parts = [
    '# Performance', textOf('introduction'), facts, '## How it is measured', textOf('method'),
    ...results.flatMap(chapter), textOf('changes'), textOf('limits'),
  ];
  fs.writeFileSync(path.join(docs, 'performance.md'), `${parts.filter(Boolean).join('\n\n')}\n`);
  // An error's text may tell of this machine; it is for whoever sees the run.
  const raw = results.map(({ plots, failed, ...kept }) => (
    { ...kept, ...(failed && { failed: true }) }));
  fs.writeFileSync(path.join(docs, 'performance.json'), `${compact({ machine, results: raw })}\n`);
}

/** @param {object} data @returns {string} JSON in which no number has more digits than it says */
function compact(data) {
  return JSON.stringify(data, (_, value) => (
    typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(5)) : value));
}

module.exports = { compact, writeReport };
