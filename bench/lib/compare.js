'use strict';

const { pairedRatio, summary } = require('./statistics');

/**
 * Measures both sides in turn, the one that begins changing each time.
 * @param {{module: object, builtIn: object}} arena
 * @param {number} rounds
 * @param {(side: object) => Promise<T>} measure
 * @returns {Promise<{module: T[], builtIn: T[]}>}
 * @template T
 */
async function inTurn({ module: ours, builtIn }, rounds, measure) {
  const results = { module: [], builtIn: [] };
  for (let round = 0; round < rounds; round += 1) {
    const order = round % 2 ? ['builtIn', 'module'] : ['module', 'builtIn'];
    for (const name of order) {
      results[name].push(await measure(name === 'module' ? ours : builtIn));
    }
  }
  return results;
}

/**
 * A row of a ratio to the baseline.
 * @param {string} name
 * @param {{module: number[], builtIn: number[]}} results
 * @param {number} [limit]
 * @returns {object}
 */
function ratioRow(name, results, limit) {
  const { ratio, interval } = pairedRatio(results.module, results.builtIn);
  return {
    name, value: ratio, unit: 'of the baseline', spread: interval, raw: results,
    ...(limit !== undefined && {
      goal: `at most ${limit.toFixed(2)} of the baseline`, met: ratio <= limit,
    }),
  };
}

/** @param {string} name @param {number[]} values @param {string} unit @param {object} [more] */
function valueRow(name, values, unit, more = {}) {
  const { median, low, high } = summary(values);
  return { name, value: median, unit, spread: [low, high], raw: values, ...more };
}

module.exports = { inTurn, ratioRow, valueRow };
