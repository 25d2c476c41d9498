'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');

const {
  fittedLine, median, medianInterval, pairedRatio, quantile, randomNumbers, summary,
} = require('../../bench/lib/statistics');

const oneToNine = [5, 1, 9, 3, 7, 2, 8, 4, 6];

test('the median lies in the middle, between the two middle ones of an even number', () => {
  assert.equal(median(oneToNine), 5);
  assert.equal(median([4, 1, 3, 2]), 2.5);
});

test('quantiles interpolate between ranks and reach both ends', () => {
  assert.equal(quantile(oneToNine, 0), 1);
  assert.equal(quantile(oneToNine, 1), 9);
  assert.equal(quantile(oneToNine, 0.25), 3);
  assert.ok(Math.abs(quantile(oneToNine, 0.99) - 8.92) < 1e-9);
  assert.throws(() => quantile([], 0.5), /nothing/);
});

test('a summary has the quartiles and leaves the values as they were', () => {
  const values = [...oneToNine];
  assert.deepEqual(summary(values), { n: 9, median: 5, low: 3, high: 7, min: 1, max: 9 });
  assert.deepEqual(values, oneToNine);
});

test('random numbers are the same for a seed, even and below one', () => {
  const [first, second] = [randomNumbers(7), randomNumbers(7)];
  const numbers = Array.from({ length: 10000 }, first);
  assert.deepEqual(numbers, Array.from({ length: 10000 }, second));
  assert.ok(numbers.every((number) => number >= 0 && number < 1));
  const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
  assert.ok(Math.abs(mean - 0.5) < 0.02, `mean ${mean}`);
});

test('the interval of a median holds it, and is nothing wide when all are equal', () => {
  const [low, high] = medianInterval(oneToNine);
  assert.ok(low <= 5 && high >= 5 && low < high, `${low} to ${high}`);
  assert.deepEqual(medianInterval([2, 2, 2]), [2, 2]);
});

test('a ratio of pairs does not mind what disturbs both sides of one pair', () => {
  const baseline = [10, 20, 1000, 30, 40];
  const { ratio, interval } = pairedRatio(baseline.map((value) => value / 4), baseline);
  assert.equal(ratio, 0.25);
  assert.deepEqual(interval, [0.25, 0.25]);
  assert.throws(() => pairedRatio([1], [1, 2]), /cannot be paired/);
});

test('a fitted line is not bent by an outlier', () => {
  const points = [1, 2, 3, 4, 5, 6, 7].map((x) => [x, 3 * x + 2]);
  points[3][1] = 500;
  const { slope, intercept } = fittedLine(points);
  assert.equal(slope, 3);
  assert.equal(intercept, 2);
});
