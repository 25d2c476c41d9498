'use strict';

// What is measured is skewed and has outliers, so everything here is by rank: medians, quartiles
// and a bootstrap of the median. Its random numbers are the same at each run.

const BOOTSTRAP_ROUNDS = 1000;
const SEED = 0x5eed;

/** @param {number[]} values @returns {number[]} a sorted copy */
function sorted(values) {
  return [...values].sort((a, b) => a - b);
}

/**
 * @param {number[]} values at least one
 * @param {number} share 0 to 1
 * @returns {number} by linear interpolation between the neighbouring ranks
 */
function quantile(values, share) {
  if (values.length === 0) throw new Error('There is no quantile of nothing.');
  const ranked = sorted(values);
  const place = (ranked.length - 1) * share;
  const below = Math.floor(place);
  const above = Math.ceil(place);
  return ranked[below] + (ranked[above] - ranked[below]) * (place - below);
}

/** @param {number[]} values @returns {number} */
function median(values) {
  return quantile(values, 0.5);
}

/**
 * @param {number[]} values at least one
 * @returns {{n: number, median: number, low: number, high: number, min: number, max: number}} low
 *   and high are the quartiles
 */
function summary(values) {
  return {
    n: values.length, median: median(values), low: quantile(values, 0.25),
    high: quantile(values, 0.75), min: Math.min(...values), max: Math.max(...values),
  };
}

/** @param {number} seed @returns {() => number} numbers in [0, 1), the same for the same seed */
function randomNumbers(seed) {
  let state = seed >>> 0;
  return () => { // mulberry32
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * @param {number[]} values at least one
 * @returns {[number, number]} where the median lies with 95 % confidence, by bootstrap
 */
function medianInterval(values) {
  const random = randomNumbers(SEED);
  const medians = Array.from({ length: BOOTSTRAP_ROUNDS }, () => median(
    values.map(() => values[Math.floor(random() * values.length)]),
  ));
  return [quantile(medians, 0.025), quantile(medians, 0.975)];
}

/**
 * Two things measured in turn, so that what disturbs the machine disturbs both.
 * @param {number[]} measured
 * @param {number[]} baseline as many, each measured beside the one at the same place
 * @returns {{ratio: number, interval: [number, number], ratios: number[]}} the median of the pairs'
 *   ratios and where it lies with 95 % confidence
 */
function pairedRatio(measured, baseline) {
  if (measured.length !== baseline.length) {
    throw new Error(`${measured.length} values cannot be paired with ${baseline.length}.`);
  }
  const ratios = measured.map((value, index) => value / baseline[index]);
  return { ratio: median(ratios), interval: medianInterval(ratios), ratios };
}

/**
 * The line through points that an outlier does not bend: the median of the slopes between all pairs
 * (Theil and Sen).
 * @param {[number, number][]} points at least two with different x
 * @returns {{slope: number, intercept: number}}
 */
function fittedLine(points) {
  const slopes = [];
  points.forEach(([x, y], index) => {
    for (const [otherX, otherY] of points.slice(index + 1)) {
      if (otherX !== x) slopes.push((otherY - y) / (otherX - x));
    }
  });
  const slope = median(slopes);
  return { slope, intercept: median(points.map(([x, y]) => y - slope * x)) };
}

module.exports = {
  fittedLine, median, medianInterval, pairedRatio, quantile, randomNumbers, summary,
};
