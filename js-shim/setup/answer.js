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
 */

const REFUSED = ['edited', 'foreign', 'unfit'];

/**
 * @param {string} name of the way
 * @param {import('./ways').Way} way
 * @param {import('./ways').Request} request
 * @returns {string|undefined} the file, if one is to be written
 */
function fileOf(name, way, request) {
  const given = request.values.file;
  if (given && !way.mark) throw new UsageError(`${name} is printed, it has no file.`);
  return given === '-' ? undefined : given || way.file(request);
}

/**
 * Prints or writes what the way needs.
 *
 * @param {string} name of the way
 * @param {import('./ways').Way} way
 * @param {import('./ways').Request} request
 * @param {{checks: import('../command/check').Check[], dryRun: boolean}} options
 * @returns {Answer}
 */
function putDown(name, way, request, { checks, dryRun }) {
  const file = fileOf(name, way, request);
  const content = way.text(request, file);
  const unfit = checks.some(({ verdict }) => verdict === 'failed');
  const action = unfit ? 'unfit' : file ? putInto(file, content, way, dryRun) : 'printed';
  return {
    success: !REFUSED.includes(action),
    action,
    file,
    content,
    way: name,
    checks,
    dryRun,
    next: way.next(request, file || ''),
  };
}

/**
 * @param {string} name of the way
 * @param {import('./ways').Way} way
 * @param {import('./ways').Request} request
 * @param {boolean} dryRun
 * @returns {Answer}
 */
function takeAway(name, way, request, dryRun) {
  if (request.values.file === '-') throw new UsageError('What was printed cannot be removed.');
  const file = fileOf(name, way, request);
  const action = file ? cutFrom(file, way, dryRun) : 'absent';
  return {
    success: !REFUSED.includes(action),
    action,
    file,
    way: name,
    checks: [],
    dryRun,
    next: (way.undone || way.next)(request, file || ''),
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
  const goesOn = action !== undefined && (DOING.includes(action) || !file);
  return [
    checks.length > 0 ? checksText(checks, paint) : '',
    done ? `${done[dryRun ? 1 : 0]}${file ? `: ${file}` : '.'}` : '',
    shown ? content.trimEnd() : '',
    goesOn ? next.map((line) => `Then: ${line}`).join('\n') : '',
  ].filter(Boolean).join('\n\n');
}

module.exports = { answerText, putDown, takeAway };
