'use strict';

const fs = require('fs');
const path = require('path');
const { checksText } = require('../command/texts');
const { UsageError } = require('../command/usage');
const { readIfThere, removeFile, writeWhole } = require('./files');
const { cutLines, putLines } = require('./own-lines');

/**
 * @typedef {object} Answer
 * @property {boolean} success
 * @property {import('../command/check').Check[]} checks
 * @property {string} [way]
 * @property {string} [action] an Action of own-lines.js, `printed`, or `unfit`
 * @property {string} [file] the one that is written
 * @property {string} [content] what was printed, or is between the lines in the file
 * @property {boolean} [dryRun]
 * @property {string[]} next what a person does then
 *
 * @typedef {object} Order
 * @property {string} name of the way
 * @property {import('./ways').Way} way
 * @property {import('./ways').Request} request
 * @property {import('../command/check').Check[]} checks
 * @property {boolean} dryRun
 * @property {boolean} remove
 */

const REFUSED = ['edited', 'foreign', 'unfit'];

/** @param {Order} order @returns {Answer} after it was done */
function answerOf(order) {
  const {
    name, way, request, checks, dryRun, remove,
  } = order;
  const given = request.values.file;
  const file = given === '-' ? undefined : given || way.file(request);
  if (given && !way.mark) throw new UsageError(`${name} is printed, it has no file.`);
  if (given === '-' && remove) throw new UsageError('What was printed cannot be removed.');
  const rest = { way: name, checks, dryRun };
  if (remove) {
    const undone = (way.undone || way.next)(request, file || '');
    const action = file ? cutFrom(file, way, dryRun) : 'absent';
    return { success: !REFUSED.includes(action), action, file, ...rest, next: undone };
  }
  const content = way.text(request, file);
  const unfit = checks.some(({ verdict }) => verdict === 'failed');
  const action = unfit ? 'unfit' : file ? putInto(file, content, way, dryRun) : 'printed';
  const next = way.next(request, file || '');
  return {
    success: !REFUSED.includes(action), action, file, content, ...rest, next,
  };
}

/**
 * @param {string} file
 * @param {string} content
 * @param {import('./ways').Way} way
 * @param {boolean} dryRun
 * @returns {string} what was done, or would be
 */
function putInto(file, content, { mark = '#', alone = false }, dryRun) {
  const newFolder = !fs.existsSync(path.dirname(file));
  const { action, text } = putLines(readIfThere(file), content, { mark, alone, newFolder });
  if (text !== undefined && !dryRun) writeWhole(file, text);
  return action;
}

/** @param {string} file @param {import('./ways').Way} way @param {boolean} dryRun */
function cutFrom(file, { mark = '#' }, dryRun) {
  const { action, text, made } = cutLines(readIfThere(file), mark);
  if (action === 'removed' && !dryRun) {
    if (text === undefined) removeFile(file, made.includes('folder'));
    else writeWhole(file, text);
  }
  return action;
}

const EDITED = 'Left alone, its lines were changed by hand';
const FOREIGN = 'Left alone, it has something else in it; name another with --file';

/** @type {Object<string, [string, string]>} what was done, and what would be */
const DONE = {
  created: ['Written', 'Would be written'],
  added: ['Added to', 'Would be added to'],
  updated: ['Brought up to date', 'Would be brought up to date'],
  unchanged: ['Nothing to do, it is there', 'Nothing to do, it is there'],
  removed: ['Removed from', 'Would be removed from'],
  absent: ['Nothing to remove', 'Nothing to remove'],
  edited: [EDITED, EDITED],
  foreign: [FOREIGN, FOREIGN],
  unfit: ['Nothing was written, the module would not be active', 'Nothing would be written'],
};
const DOING = ['created', 'added', 'updated', 'removed', 'printed'];

/** @param {Answer} answer @param {import('../command/colour').Paint} paint @returns {string} */
function answerText(answer, paint) {
  const {
    action, file, content, dryRun, next, checks,
  } = answer;
  const done = action && DONE[action];
  const shown = content !== undefined && (dryRun || action === 'printed');
  return [
    checksText(checks, paint),
    ...(done ? ['', `${done[dryRun ? 1 : 0]}${file ? `: ${file}` : '.'}`] : []),
    ...(shown ? ['', content.trimEnd()] : []),
    ...(action && (DOING.includes(action) || !file) ? ['', ...next.map((line) => `Then: ${line}`)] : []),
  ].join('\n');
}

module.exports = { answerOf, answerText };
