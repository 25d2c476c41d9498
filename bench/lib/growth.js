'use strict';

const { linePlot } = require('./plot');
const { fittedLine } = require('./statistics');

/** @typedef {[number, number][]} Curve sizes and the median milliseconds of a sync */

/** @param {Curve} points @returns {number} slope of the end by that of the whole */
function steepness(points) {
  const slopeOf = ([x0, y0], [x1, y1]) => (y1 - y0) / (x1 - x0);
  const [first, last] = [points[0], points[points.length - 1]];
  const whole = slopeOf(first, last);
  return whole <= 0 ? 0 : slopeOf(points[points.length - 2], last) / whole;
}

/**
 * @param {object} options
 * @param {string} options.what grows, with its unit in brackets
 * @param {string} options.unit of the slope, after "µs"
 * @param {string} options.file of the plot
 * @param {Curve} options.ours
 * @param {Curve} options.theirs
 * @returns {{row: object, plot: object}} what the report shows of one kind of growth
 */
function growthOf({ what, unit, file, ours, theirs }) {
  const [slope, theirSlope] = [ours, theirs].map((points) => fittedLine(points).slope);
  const title = `Time of a sync over ${what}`;
  return {
    row: {
      name: title, goal: 'linear or flat', value: slope * 1000, unit: `µs ${unit}`,
      spread: `built-in client ${(theirSlope * 1000).toPrecision(3)}`, raw: { ours, theirs },
      // Linear: the last stretch is no steeper than the whole by more than the noise.
      met: steepness(ours) < 2,
    },
    plot: {
      file, title,
      svg: linePlot({
        title, xLabel: what, yLabel: 'time (ms)',
        series: [{ name: 'module', points: ours, style: 'both' },
          { name: 'built-in client', points: theirs, style: 'both' }],
      }),
    },
  };
}

module.exports = { growthOf };
