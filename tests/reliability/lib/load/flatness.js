'use strict';

/**
 * @typedef {{done: number, rss: number, heapUsed: number, external: number, descriptors: number}}
 *   Sample
 */

const MB = 1e6;

/** @param {number[]} values @returns {number} */
function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/**
 * Whether memory stays where it is. A leak of one object for each sync of only 40 bytes would show:
 * 4 MB in 100,000 syncs. The first third fills caches and pools and does not count.
 * @param {Sample[]} samples
 * @returns {{growth: number, allowed: number, descriptors: number, settled: Sample[]}} growth in
 *   bytes from the second third to the last one
 */
function flatness(samples) {
  const third = Math.floor(samples.length / 3);
  const settled = samples.slice(third);
  const [middle, last] = [samples.slice(third, 2 * third), samples.slice(-third)];
  const rss = (list) => median(list.map((sample) => sample.rss));
  return {
    growth: rss(last) - rss(middle),
    allowed: 2 * MB,
    descriptors: Math.max(...settled.map((sample) => sample.descriptors))
      - Math.min(...settled.map((sample) => sample.descriptors)),
    settled,
  };
}

module.exports = { MB, flatness };
