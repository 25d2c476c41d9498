'use strict';

const { FLAGS, UsageError, VALUES } = require('./usage');

/**
 * @typedef {object} Arguments
 * @property {string[]} words the command and what belongs to it
 * @property {Object<string, string>} values options with a value
 * @property {Object<string, boolean>} flags options without one
 *
 * @typedef {{values: string[], flags: string[]}} Known names of options with and without a value
 */

/**
 * Reads the command line: options may stand anywhere, as `--name value` or `--name=value`.
 *
 * @param {string[]} argv without the program
 * @param {Known} [known] the options that there are
 * @returns {Arguments}
 * @throws {UsageError} for an option that there is not, or one that lacks its value
 */
function parseArguments(argv, known = { values: VALUES, flags: FLAGS }) {
  /** @type {Arguments} */
  const found = { words: [], values: {}, flags: {} };
  const rest = [...argv];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--') {
      found.words.push(...rest.splice(0));
    } else if (!word.startsWith('--')) {
      found.words.push(word);
    } else {
      readOption(word.slice(2), rest, found, known);
    }
  }
  return found;
}

/**
 * @param {string} option without its dashes
 * @param {string[]} rest of the command line; a value is taken off it
 * @param {Arguments} found
 * @param {Known} known
 */
function readOption(option, rest, found, { values, flags }) {
  const equals = option.indexOf('=');
  const name = equals < 0 ? option : option.slice(0, equals);
  if (flags.includes(name) && equals < 0) {
    found.flags[name] = true;
    return;
  }
  if (!values.includes(name)) {
    throw new UsageError(`There is no option --${option}.`);
  }
  const value = equals < 0 ? rest.shift() : option.slice(equals + 1);
  if (!value) {
    throw new UsageError(`The option --${name} needs a value.`);
  }
  found.values[name] = value;
}

module.exports = { parseArguments };
