'use strict';

// Plots as SVG, without a library: lines and points over one or two linear or logarithmic axes, and
// bars. Colours are readable on white and for the colour-blind (Okabe and Ito).

const COLORS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#000000'];
const MARGIN = { top: 36, right: 16, bottom: 48, left: 64 };
const FONT = 'font-family="sans-serif" font-size="12"';
const TICKS = 6;

/**
 * @typedef {object} Series
 * @property {string} name in the legend
 * @property {[number, number][]} points
 * @property {'line'|'points'|'both'} [style] default 'line'
 * @property {boolean} [dashed]
 *
 * @typedef {object} Plot
 * @property {string} title
 * @property {string} xLabel with its unit
 * @property {string} yLabel with its unit
 * @property {Series[]} series
 * @property {boolean} [xLog]
 * @property {boolean} [yLog]
 * @property {number} [yMin] 0 without it, on a linear axis
 * @property {number} [yMax]
 * @property {number} [width] default 720
 * @property {number} [height] default 360
 */

/** @param {string} text @returns {string} for SVG */
function escaped(text) {
  return String(text).replace(/[&<>"]/g, (char) => (
    { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }[char]));
}

/** @param {number} value @returns {string} short, for an axis */
function label(value) {
  const size = Math.abs(value);
  if (size >= 1e6) return `${+(value / 1e6).toPrecision(3)}M`;
  if (size >= 1e4) return `${+(value / 1e3).toPrecision(3)}k`;
  return String(+value.toPrecision(3));
}

/** @param {number} from @param {number} to @returns {number[]} round values in between */
function linearTicks(from, to) {
  const rough = (to - from) / TICKS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999);
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
}

/** @param {number} from above 0 @param {number} to @returns {number[]} powers of ten */
function logTicks(from, to) {
  const first = Math.ceil(Math.log10(from) - 1e-9);
  const last = Math.floor(Math.log10(to) + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => 10 ** (first + index));
}

/**
 * @param {number[]} values that must be visible
 * @param {{log?: boolean, min?: number, max?: number, start: number, end: number}} axis start and
 *   end are its pixels
 * @returns {{at: (value: number) => number, ticks: number[]}}
 */
function scale(values, { log, min, max, start, end }) {
  const shown = log ? values.filter((value) => value > 0) : values;
  let from = min === undefined ? Math.min(...shown) : min;
  let to = max === undefined ? Math.max(...shown) : max;
  if (log) {
    from = 10 ** Math.floor(Math.log10(from) + 1e-9);
    to = 10 ** Math.ceil(Math.log10(to) - 1e-9);
  }
  if (from === to) to = from + Math.max(1, Math.abs(from));
  const part = log
    ? (value) => Math.log(value / from) / Math.log(to / from)
    : (value) => (value - from) / (to - from);
  return {
    at: (value) => start + part(value) * (end - start),
    ticks: log ? logTicks(from, to) : linearTicks(from, to),
  };
}

/** @param {string[]} parts @param {{title: string, width: number, height: number}} frame */
function document(parts, { title, width, height }) {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<text x="${width / 2}" y="20" text-anchor="middle" ${FONT} font-weight="bold">`
      + `${escaped(title)}</text>`,
    ...parts, '</svg>', '',
  ].join('\n');
}

/** @param {number} number of pixels @returns {string} */
const px = (number) => String(Math.round(number * 10) / 10);

/** @returns {string[]} grid, ticks and labels of both axes */
function axes({ x, y, box, xLabel, yLabel }) {
  const lines = [];
  for (const tick of y.ticks) {
    const at = px(y.at(tick));
    lines.push(`<path d="M${box.left} ${at}H${box.right}" stroke="#ddd"/>`,
      `<text x="${box.left - 6}" y="${at}" dy="4" text-anchor="end" ${FONT}>${label(tick)}</text>`);
  }
  for (const tick of x.ticks) {
    const at = px(x.at(tick));
    lines.push(`<path d="M${at} ${box.bottom}v5" stroke="#333"/>`,
      `<text x="${at}" y="${box.bottom + 18}" text-anchor="middle" ${FONT}>`
        + `${escaped(x.name ? x.name(tick) : label(tick))}</text>`);
  }
  const middle = (box.top + box.bottom) / 2;
  lines.push(
    `<path d="M${box.left} ${box.top}V${box.bottom}H${box.right}" stroke="#333" fill="none"/>`,
    `<text x="${(box.left + box.right) / 2}" y="${box.bottom + 38}" text-anchor="middle" ${FONT}>`
      + `${escaped(xLabel)}</text>`,
    `<text transform="translate(16 ${middle}) rotate(-90)" text-anchor="middle" ${FONT}>`
      + `${escaped(yLabel)}</text>`,
  );
  return lines;
}

/** @param {{name: string}[]} series @param {{left: number, top: number}} box @returns {string[]} */
function legend(series, box) {
  return series.flatMap(({ name }, index) => {
    const top = box.top + 6 + index * 17;
    return [
      `<rect x="${box.left + 10}" y="${top}" width="12" height="4" fill="${color(index)}"/>`,
      `<text x="${box.left + 28}" y="${top + 6}" ${FONT}>${escaped(name)}</text>`,
    ];
  });
}

const color = (index) => COLORS[index % COLORS.length];

/** @param {Series} series @param {number} index @param {object} x @param {object} y */
function drawn({ points, style = 'line', dashed }, index, x, y) {
  const places = points.map(([px0, py0]) => [px(x.at(px0)), px(y.at(py0))]);
  const dash = dashed ? ' stroke-dasharray="5 4"' : '';
  const line = `<path d="M${places.map((place) => place.join(' ')).join('L')}" fill="none" `
    + `stroke="${color(index)}" stroke-width="1.5"${dash}/>`;
  const dots = places.map(([cx, cy]) => (
    `<circle cx="${cx}" cy="${cy}" r="2.5" fill="${color(index)}"/>`));
  return [...(style === 'points' ? [] : [line]), ...(style === 'line' ? [] : dots)];
}

/** @param {{width: number, height: number}} size @returns {object} the plotting area */
function boxOf({ width, height }) {
  return {
    left: MARGIN.left, right: width - MARGIN.right, top: MARGIN.top, bottom: height - MARGIN.bottom,
  };
}

/** @param {Plot} plot @returns {string} the SVG document */
function linePlot(plot) {
  const { title, series, xLog, yLog, yMin, yMax, width = 720, height = 360 } = plot;
  const box = boxOf({ width, height });
  const values = (index) => series.flatMap(({ points }) => points.map((point) => point[index]));
  const x = scale(values(0), { log: xLog, start: box.left, end: box.right });
  const y = scale(values(1), {
    log: yLog, start: box.bottom, end: box.top, max: yMax,
    min: yMin === undefined && !yLog ? Math.min(0, ...values(1)) : yMin,
  });
  return document([
    ...axes({ ...plot, x, y, box }),
    ...series.flatMap((one, index) => drawn(one, index, x, y)),
    ...legend(series, box),
  ], { title, width, height });
}

/**
 * @param {{title: string, xLabel: string, yLabel: string, groups: string[],
 *   series: {name: string, values: number[]}[], width?: number, height?: number}} plot one value of
 *   each series for each group
 * @returns {string} the SVG document
 */
function barPlot(plot) {
  const { title, groups, series, width = 720, height = 360 } = plot;
  const box = boxOf({ width, height });
  const y = scale([0, ...series.flatMap(({ values }) => values)],
    { min: 0, start: box.bottom, end: box.top });
  const share = (box.right - box.left) / groups.length;
  const thickness = (share * 0.8) / series.length;
  const x = {
    at: (index) => box.left + (index + 0.5) * share, ticks: groups.map((_, index) => index),
    name: (index) => groups[index],
  };
  const bars = series.flatMap(({ values }, index) => values.map((value, group) => {
    const left = box.left + group * share + share * 0.1 + index * thickness;
    const top = y.at(value);
    return `<rect x="${px(left)}" y="${px(top)}" width="${px(thickness)}" `
      + `height="${px(box.bottom - top)}" fill="${color(index)}"/>`;
  }));
  return document([...axes({ ...plot, x, y, box }), ...bars, ...legend(series, box)],
    { title, width, height });
}

module.exports = { barPlot, linePlot };
