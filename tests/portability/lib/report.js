'use strict';

const fs = require('node:fs');
const path = require('node:path');

const { figuresText } = require('../../reliability/lib/figures');
const { ROOT } = require('./work');

const FILE = path.join('docs', 'portability.md');

const INTRODUCTION = `# One file for every Linux

Written by \`npm run portability\`, which runs all of this: the addons as they are given out, in the
root file systems of other systems, under the miniature server and the stand-in cloud. A row that
failed is shown as failed. On an emulated processor the server runs under QEMU; tests and cloud do not.`;

/** @param {string} text @returns {string} as a cell of a table */
function cell(text) {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

/** @param {(string|undefined)[]} cells */
const line = (cells) => `| ${cells.map((one) => cell(one || '')).join(' | ')} |`;

/** @param {import('../../reliability/lib/sections').Row} row @returns {string} */
function systemLine({ name, ok, figures }) {
  const { system, libc, processor, node, ...counts } = figures;
  const tests = figuresText(counts);
  const outcome = ok ? 'holds' : '**failed**';
  return line([system, libc, processor, node, name, tests ? `${outcome}: ${tests}` : outcome]
    .map((one) => one && String(one)));
}

/** @param {import('../../reliability/lib/sections').Row} row @returns {string} */
function otherLine({ name, ok, figures }) {
  return line([name, ok ? 'holds' : '**failed**', figuresText(figures)]);
}

/** @param {string[]} heads @param {string[]} lines */
function table(heads, lines) {
  return lines.length > 0 && [line(heads), line(heads.map(() => '---')), ...lines].join('\n');
}

/** @param {import('../../reliability/lib/sections').Result[]} results @returns {string} Markdown */
function reportText(results) {
  const rows = results.flatMap((result) => result.rows);
  const failed = rows.filter((row) => !row.ok);
  const others = rows.filter(({ figures }) => !figures.system);
  const notes = results.flatMap((result) => result.notes);
  return `${[
    INTRODUCTION,
    `${rows.length - failed.length} of ${rows.length} rows hold.`,
    '## Systems',
    table(['system', 'libc', 'processor', 'Node', 'what ran', 'result'],
      rows.filter(({ figures }) => figures.system).map(systemLine)),
    notes.length > 0 && `## Not run\n\n${notes.map((note) => `- ${note}`).join('\n')}`,
    others.length > 0 && '## The same bytes',
    table(['what', 'outcome', 'figures'], others.map(otherLine)),
    ...failed.filter(({ detail }) => detail)
      .map(({ name, detail }) => `Failed: ${name}\n\n\`\`\`\n${detail}\n\`\`\``),
  ].filter(Boolean).join('\n\n')}\n`;
}

/**
 * @param {import('../../reliability/lib/sections').Result[]} results
 * @returns {string} the file that it wrote
 */
function writeReport(results) {
  fs.writeFileSync(path.join(ROOT, FILE), reportText(results));
  return FILE;
}

module.exports = { reportText, writeReport };
