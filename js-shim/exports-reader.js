'use strict';

// Reads the names that a compiled module exports off its source text, without running it. Reify
// prints them as `module.export({ name: () => local, … })`, compactly or over several lines, a
// default export of a value as `module.exportDefault(value)`, and what is handed on from another
// module as `module.link('id', { name: 'exportedName' })`.

const EXPORT_CALL = /\bmodule\d*\.(?:(export|exportDefault)\(|(link)\(\s*["'][^"']*["']\s*,\s*(?={))/g;
// A key, quoted or not, and its value as far as that is a string.
const ENTRY = /(?:["']([^"']+)["']|([\w$]+))(?:\s*:\s*["']([^"']*)["'])?/y;
const TRIVIA = /\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\//y;

/**
 * @param {Function} source a module's function
 * @returns {Set<string>} the exported names, `default` among them
 */
function exportedNames(source) {
  const text = Function.prototype.toString.call(source);
  /** @type {Set<string>} */
  const names = new Set();
  for (const match of text.matchAll(EXPORT_CALL)) {
    const start = /** @type {number} */ (match.index) + match[0].length;
    if (match[1] === 'exportDefault') {
      names.add('default');
      continue;
    }
    for (const { key, string } of entriesOfLiteral(text, start)) {
      // A link's function receives a value for the module itself; only a text hands it on.
      const name = match[2] ? string : key;
      if (name) {
        names.add(name);
      }
    }
  }
  return names;
}

/**
 * The entries of the object literal that begins at or after `start`.
 *
 * @param {string} text
 * @param {number} start
 * @returns {{key: string, string?: string}[]} each key, and its value if that is a plain string
 */
function entriesOfLiteral(text, start) {
  const entries = [];
  let depth = 0;
  let expectsKey = false;
  for (let at = start; at < text.length; at += 1) {
    const char = text[at];
    const skipped = skipTrivia(text, at);
    if (skipped > at) {
      at = skipped - 1;
    } else if ('{[('.includes(char)) {
      depth += 1;
      expectsKey = depth === 1;
    } else if ('}])'.includes(char)) {
      depth -= 1;
      if (depth <= 0) {
        return entries;
      }
    } else if (char === ',' && depth === 1) {
      expectsKey = true;
    } else if (expectsKey && depth === 1) {
      const entry = matchAt(ENTRY, text, at);
      if (entry) {
        entries.push({ key: entry[1] || entry[2], string: entry[3] });
        at += entry[0].length - 1;
      }
      expectsKey = false;
    } else if (char === '"' || char === '\'' || char === '`') {
      at = endOfString(text, at);
    }
  }
  return entries;
}

/**
 * @param {string} text
 * @param {number} at
 * @returns {number} the first place after blanks or a comment
 */
function skipTrivia(text, at) {
  const match = matchAt(TRIVIA, text, at);
  return match ? at + match[0].length : at;
}

/** @param {RegExp} pattern a sticky one @param {string} text @param {number} at */
function matchAt(pattern, text, at) {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** @param {string} text @param {number} at @returns {number} the place of the closing quote */
function endOfString(text, at) {
  for (let end = at + 1; end < text.length; end += 1) {
    if (text[end] === '\\') {
      end += 1;
    } else if (text[end] === text[at]) {
      return end;
    }
  }
  return text.length;
}

module.exports = { exportedNames };
