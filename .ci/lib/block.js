'use strict';

/**
 * Puts text into a page between two lines of its own; the rest stays as it is.
 *
 * @param {string} page
 * @param {string} generator the program that writes it
 * @param {string} text
 * @returns {string}
 * @throws {Error} when the page does not say where the text belongs
 */
function fillBlock(page, generator, text) {
  const first = `<!-- Written by ${generator}: `;
  const last = `<!-- End of what ${generator} writes. -->`;
  const begin = page.indexOf(first);
  const end = page.indexOf(last, begin);
  const start = page.indexOf('-->\n', begin) + '-->\n'.length;
  if (begin < 0 || end < 0 || start > end) {
    throw new Error(`The page needs the lines "${first}… -->" and "${last}".`);
  }
  return `${page.slice(0, start)}\n${text}\n\n${page.slice(end)}`;
}

module.exports = { fillBlock };
