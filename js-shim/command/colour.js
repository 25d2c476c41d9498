'use strict';

const CODES = {
  red: 31, green: 32, yellow: 33, grey: 90,
};

/**
 * @typedef {keyof typeof CODES} Colour
 * @typedef {(colour: Colour, text: string) => string} Paint
 */

/**
 * Colour is for a person's terminal only, and not for one that wants none (no-color.org).
 *
 * @param {{isTTY?: boolean}} stream
 * @param {NodeJS.ProcessEnv} env
 * @returns {Paint}
 */
function painter({ isTTY }, env) {
  const wanted = isTTY && !env.NO_COLOR && env.TERM !== 'dumb';
  return (colour, text) => (wanted ? `\x1b[${CODES[colour]}m${text}\x1b[0m` : text);
}

module.exports = { painter };
