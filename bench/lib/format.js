'use strict';

/** @param {unknown} value @returns {string} a figure with no more digits than it has to say */
function figure(value) {
  if (typeof value !== 'number') return value === undefined ? '' : String(value);
  if (Number.isInteger(value)) return String(value);
  const size = Math.abs(value);
  if (size >= 100) return value.toFixed(0);
  return size >= 10 ? value.toFixed(1) : value.toPrecision(3);
}

/** @param {[number, number]|string|undefined} spread @returns {string} */
function range(spread) {
  return Array.isArray(spread) ? spread.map(figure).join(' to ') : spread || '';
}

/** @param {boolean|undefined} met @returns {string} nothing when the row has no goal */
function verdict(met) {
  if (met === undefined) return '';
  return met ? 'yes' : 'no';
}

/** @param {object} row @returns {string[]} what is shown of it */
function cells({ name, value, unit, spread, goal, met }) {
  const shown = [figure(value), unit].filter(Boolean).join(' ');
  return [name, shown, range(spread), goal || '', verdict(met)];
}

const HEADINGS = ['figure', 'measured', 'spread', 'goal', 'met'];

/** @param {object[]} rows @returns {string} a table for a terminal */
function textTable(rows) {
  const lines = [HEADINGS, ...rows.map(cells)];
  const widths = HEADINGS.map((_, index) => Math.max(...lines.map((line) => line[index].length)));
  return lines.map((line) => line.map((cell, index) => cell.padEnd(widths[index])).join('  ')
    .trimEnd()).join('\n');
}

/** @param {object[]} rows @returns {string} a table in Markdown */
function markdownTable(rows) {
  const line = (texts) => `| ${texts.map((text) => text.replace(/\|/g, '\\|')).join(' | ')} |`;
  return [line(HEADINGS), line(HEADINGS.map(() => '---')), ...rows.map(cells).map(line)].join('\n');
}

module.exports = { figure, markdownTable, textTable };
