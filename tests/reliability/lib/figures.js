'use strict';

/** @param {number|string} value @returns {string} */
function figure(value) {
  return typeof value === 'number' ? value.toLocaleString('en-US') : value;
}

/**
 * @param {Record<string, number|string>} [figures]
 * @returns {string} e.g. "720 combinations, 0 failed"; a text stands as "name: text"
 */
function figuresText(figures = {}) {
  return Object.entries(figures).map(([name, value]) => (
    typeof value === 'number' ? `${figure(value)} ${name}` : `${name}: ${value}`
  )).join(', ');
}

module.exports = { figuresText };
