'use strict';

// Lines of ours in a file that may be somebody else's: they stand between two lines that name them,
// the first with a sum by which a change by hand is seen, and with what had to be made for them.

const crypto = require('crypto');
const { version } = require('../../package.json');

/**
 * @typedef {object} Lines what was found
 * @property {string} before the rest of the file
 * @property {string} after
 * @property {string} body
 * @property {string[]} made `file`, `folder`, `newline`: what goes away with the lines
 * @property {boolean} edited whether somebody changed the lines
 *
 * @typedef {'created'|'added'|'updated'|'unchanged'|'removed'|'absent'|'edited'|'foreign'} Action
 * @typedef {{action: Action, text?: string, made: string[]}} Change without a text the file is
 *     left alone, or goes away if it was `removed`
 */

/** @param {string} body */
const sumOf = (body) => crypto.createHash('sha256').update(body).digest('hex').slice(0, 16);

/** @param {string} mark that begins a comment */
const pattern = (mark) => new RegExp(`^${mark} BEGIN registrar-setup \\S+ sum (\\w+) made (\\S+):.*\\n`
  + `([^]*?)^${mark} END registrar-setup\\n?`, 'm');

/**
 * @param {string} text of a file
 * @param {string} mark
 * @returns {Lines|undefined}
 */
function findLines(text, mark) {
  const match = pattern(mark).exec(text);
  if (!match) return undefined;
  const [whole, sum, made, body] = match;
  return {
    before: text.slice(0, match.index),
    after: text.slice(match.index + whole.length),
    body,
    made: made.split(','),
    edited: sumOf(body) !== sum,
  };
}

/** @param {string} mark @param {string} body @param {string[]} made @returns {string} */
function written(mark, body, made) {
  return `${mark} BEGIN registrar-setup ${version} sum ${sumOf(body)} made ${made.join(',') || '-'}: `
    + `run registrar-setup instead of changing these lines\n${body}${mark} END registrar-setup\n`;
}

/**
 * @param {string|undefined} text of the file, if there is one
 * @param {string} body the lines
 * @param {object} options
 * @param {string} options.mark
 * @param {boolean} options.alone whether the lines make no sense beside others
 * @param {boolean} options.newFolder whether the file's folder has to be made
 * @returns {Change}
 */
function putLines(text, body, { mark, alone, newFolder }) {
  if (text === undefined) {
    const made = ['file', ...(newFolder ? ['folder'] : [])];
    return { action: 'created', text: written(mark, body, made), made };
  }
  const found = findLines(text, mark);
  if (found) {
    const { made, before, after } = found;
    if (found.edited) return { action: 'edited', made };
    const changed = `${before}${written(mark, body, made.filter((one) => one !== '-'))}${after}`;
    return changed === text ? { action: 'unchanged', made }
      : { action: 'updated', text: changed, made };
  }
  if (alone && text.trim() !== '') return { action: 'foreign', made: [] };
  const made = text === '' || text.endsWith('\n') ? [] : ['newline'];
  return {
    action: 'added', text: `${text}${made.length > 0 ? '\n' : ''}${written(mark, body, made)}`, made,
  };
}

/**
 * @param {string|undefined} text of the file, if there is one
 * @param {string} mark
 * @returns {Change}
 */
function cutLines(text, mark) {
  const found = text === undefined ? undefined : findLines(text, mark);
  if (!found) return { action: 'absent', made: [] };
  const { made, after } = found;
  if (found.edited) return { action: 'edited', made };
  const before = made.includes('newline') ? found.before.replace(/\n$/, '') : found.before;
  const rest = before + after;
  return made.includes('file') && rest === '' ? { action: 'removed', made }
    : { action: 'removed', text: rest, made: [] };
}

module.exports = { cutLines, findLines, putLines };
