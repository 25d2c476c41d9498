'use strict';
// Writes docs/errors.md, and the list of codes in docs/troubleshooting.md, from the catalogue of
// errors, module/base/error_catalogue.inc:
//
//   .ci/node .ci/generate-errors.js

const fs = require('node:fs');
const path = require('node:path');
const { fillBlock } = require('./lib/block');

const root = path.join(__dirname, '..');
const catalogueFile = path.join(root, 'module', 'base', 'error_catalogue.inc');
const pageFile = path.join(root, 'docs', 'errors.md');
const codesFile = path.join(root, 'docs', 'troubleshooting.md');

const HEAD = `# Errors

<!-- Written by .ci/generate-errors.js from module/base/error_catalogue.inc. Change that file. -->

Every failure has a code that scripts may rely on, a cause and a remedy. Logs, answers and the status
carry all three; most also say which host it was, the status of its answer and the cloud's own error
code. "Again" says whether the same call can succeed later without anybody changing anything.
`;

const STRING = String.raw`((?:"(?:[^"\\]|\\.)*"\s*)+)`;
const ROW = new RegExp(
  String.raw`REGISTRAR_ERROR\(\s*(k\w+),\s*${STRING},\s*${STRING},\s*${STRING},\s*(true|false)\s*\)`,
  'y',
);
const SECTION = /\/\/ (.+)\.\n(?=REGISTRAR_ERROR)/y;

/** @param {string} literal one C++ string literal or several in a row @returns {string} */
function textOf(literal) {
  return literal.match(/"(?:[^"\\]|\\.)*"/g).map((part) => JSON.parse(part)).join('');
}

/**
 * Reads the catalogue; every line has to be understood.
 * @param {string} source text of error_catalogue.inc
 * @returns {{title: string, rows: object[]}[]} sections in the order of the file
 * @throws {Error} that names the line which is no comment, section or row
 */
function readCatalogue(source) {
  const sections = [];
  // The first paragraph explains the file itself.
  let position = source.indexOf('\n\n') + 2;
  while (position < source.length) {
    const match = [SECTION, ROW, /\s+/y].map((pattern) => {
      pattern.lastIndex = position;
      return pattern.exec(source);
    });
    const [section, row, space] = match;
    if (section) sections.push({ title: section[1], rows: [] });
    else if (row && sections.length > 0) sections[sections.length - 1].rows.push(readRow(row));
    else if (!space) throw new Error(unreadable(source, position));
    position += (section || row || space)[0].length;
  }
  return sections;
}

/** @param {RegExpExecArray} match of ROW */
function readRow([, name, code, cause, remedy, retryable]) {
  return {
    name,
    code: textOf(code),
    cause: textOf(cause),
    remedy: textOf(remedy),
    retryable: retryable === 'true',
  };
}

/** @returns {string} */
function unreadable(source, position) {
  const line = source.slice(0, position).split('\n').length;
  return `error_catalogue.inc:${line} is neither a row nor the title of a section: write `
    + 'REGISTRAR_ERROR(kName, "code", "cause", "remedy", true|false), below a comment of one line '
    + 'that ends in a dot.';
}

/** @param {string} source text of error_catalogue.inc @returns {string} text of docs/errors.md */
function renderErrors(source) {
  const cell = (text) => text.replace(/\|/g, '\\|');
  const parts = readCatalogue(source).map(({ title, rows }) => {
    const lines = rows.map(({ code, cause, remedy, retryable }) => (
      `| <a id="${code}"></a>\`${code}\` | ${cell(cause)} | ${cell(remedy)} | ${retryable ? 'yes' : 'no'} |`
    ));
    return ['', `## ${title}`, '', '| code | cause | remedy | again |', '| --- | --- | --- | --- |',
      ...lines, ''].join('\n');
  });
  return HEAD + parts.join('');
}

/**
 * @param {string} page text of docs/troubleshooting.md
 * @param {string} source text of error_catalogue.inc
 * @returns {string} the page with every code there is, each leading to its cause and remedy
 */
function renderCodes(page, source) {
  const groups = readCatalogue(source).map(({ title, rows }) => `- ${title}: `
    + `${rows.map(({ code }) => `[${code}](errors.md#${code})`).join(', ')}`);
  return fillBlock(page, '.ci/generate-errors.js', groups.join('\n'));
}

module.exports = {
  catalogueFile, codesFile, pageFile, readCatalogue, renderCodes, renderErrors,
};

if (require.main === module) {
  fs.mkdirSync(path.dirname(pageFile), { recursive: true });
  const catalogue = fs.readFileSync(catalogueFile, 'utf8');
  fs.writeFileSync(pageFile, renderErrors(catalogue));
  fs.writeFileSync(codesFile, renderCodes(fs.readFileSync(codesFile, 'utf8'), catalogue));
}
