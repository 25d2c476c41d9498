'use strict';
// Writes the tables of docs/settings.md from the definitions, settings/settings.json; what stands
// between the tables of the page is left as it is:
//
//   .ci/node .ci/generate-settings.js

const fs = require('node:fs');
const path = require('node:path');
const definitions = require('../settings/settings.json');

const pageFile = path.join(__dirname, '..', 'docs', 'settings.md');

const BEGIN = '<!-- Written by .ci/generate-settings.js from settings/settings.json. -->\n';
const END = '<!-- End of what is written. -->';

/** @param {object} setting of settings.json @returns {string} what it may be */
function allowedOf({ type, min, max, values, allowed }) {
  if (type === 'action') return 'a button';
  if (values) return values.map(({ key }) => `\`${key}\``).join(', ');
  if (type === 'int') return `${min} to ${max}`;
  if (type === 'boolean') return '`true`, `false`';
  return allowed || 'shown only';
}

/** @param {object} setting @returns {string} its default, empty when there is none */
function defaultOf({ type, default: value }) {
  return type === 'action' || value === '' ? '' : `\`${value}\``;
}

/** @param {{sections: object[]}} source settings.json @returns {string} the tables */
function renderTables(source) {
  return source.sections.map(({ name, settings }) => [
    `### ${name}`, '', '| id | default | allowed | what it does |', '| --- | --- | --- | --- |',
    ...settings.map((setting) => (
      `| \`${setting.id}\` | ${defaultOf(setting)} | ${allowedOf(setting)} | ${setting.docs} |`
    )), '',
  ].join('\n')).join('\n');
}

/**
 * @param {string} page text of docs/settings.md
 * @param {{sections: object[]}} source settings.json
 * @returns {string} the page with the tables of now
 * @throws {Error} when the page does not say where they belong
 */
function renderSettings(page, source) {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END, begin);
  if (begin < 0 || end < 0) {
    throw new Error(`docs/settings.md needs the lines "${BEGIN.trim()}" and "${END}": the tables `
      + 'are written between them.');
  }
  return `${page.slice(0, begin + BEGIN.length)}\n${renderTables(source)}\n${page.slice(end)}`;
}

module.exports = { definitions, pageFile, renderSettings };

if (require.main === module) {
  fs.writeFileSync(pageFile, renderSettings(fs.readFileSync(pageFile, 'utf8'), definitions));
}
