'use strict';

const assert = require('node:assert/strict');
const { execFileSync, spawnSync } = require('node:child_process');
const path = require('node:path');
const { test } = require('node:test');

const { figure, markdownTable } = require('../../bench/lib/format');
const { barPlot, linePlot } = require('../../bench/lib/plot');

const ROOT = path.join(__dirname, '..', '..');
const MAIN = path.join(ROOT, 'bench', 'main.js');

test('one section is measured and its figures come as JSON alone', () => {
  const output = execFileSync(process.execPath, [MAIN, '--quick', '--json', '--only', 'size'],
    { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const { machine, results: [size] } = JSON.parse(output);
  assert.ok(machine.processors);
  assert.equal(size.name, 'size');
  for (const row of size.rows) {
    assert.match(row.name, /^size of registrar\.abi\d+\.\w+\.node$/);
    assert.equal(row.met, row.raw < 1e6);
    assert.ok(row.raw > 10000, `${row.name}: ${row.raw}`);
  }
});

test('a section that is not there is told with those that are', () => {
  const { status, stderr } = spawnSync(process.execPath, [MAIN, '--only', 'nothing'],
    { encoding: 'utf8' });
  assert.equal(status, 2);
  assert.match(stderr, /no section "nothing"\. Choose among .*size/);
});

test('figures have the digits that say something', () => {
  assert.deepEqual([3, 0.123456, 12.3456, 1234.5678, '1 of 2'].map(figure),
    ['3', '0.123', '12.3', '1235', '1 of 2']);
});

test('a table tells what was measured, its spread and whether the goal is met', () => {
  const lines = markdownTable([
    { name: 'a|b', value: 1.5, unit: 'ms', spread: [1, 2.25], goal: 'below 2 ms', met: true },
    { name: 'no goal', value: 7 },
  ]).split('\n');
  assert.equal(lines[2], '| a\\|b | 1.50 ms | 1 to 2.25 | below 2 ms | yes |');
  assert.equal(lines[3], '| no goal | 7 |  |  |  |');
});

/** @param {string} svg @returns {number[][]} the places of its lines */
function linesOf(svg) {
  return [...svg.matchAll(/<path d="M([^"HV]+)" fill="none"/g)]
    .map(([, places]) => places.split('L').map((place) => place.split(' ').map(Number)));
}

test('a line plot has a line for each series, and larger values lie higher', () => {
  const svg = linePlot({
    title: 'a < b', xLabel: 'x', yLabel: 'y', xLog: true,
    series: [{ name: 'one', points: [[1, 1], [10, 5], [100, 9]] },
      { name: 'two & three', points: [[1, 2], [100, 2]], dashed: true }],
  });
  assert.match(svg, /a &lt; b/);
  assert.match(svg, /two &amp; three/);
  const [rising, flat] = linesOf(svg);
  assert.ok(rising[0][1] > rising[1][1] && rising[1][1] > rising[2][1]);
  // On a logarithmic axis each factor of ten is as wide as the next.
  assert.ok(Math.abs((rising[1][0] - rising[0][0]) - (rising[2][0] - rising[1][0])) < 0.2);
  assert.equal(flat[0][1], flat[1][1]);
  assert.doesNotMatch(svg, /NaN|undefined/);
});

test('a bar plot has a bar for each value, in proportion', () => {
  const svg = barPlot({
    title: 't', xLabel: 'x', yLabel: 'y', groups: ['a', 'b'],
    series: [{ name: 'one', values: [10, 20] }, { name: 'two', values: [0, 40] }],
  });
  const heights = [...svg.matchAll(/<rect x="[^"]+" y="[^"]+" width="[^"]+" height="([^"]+)" fill/g)]
    .map(([, height]) => Number(height)).filter((height) => height !== 4);
  assert.equal(heights.length, 4);
  assert.ok(Math.abs(heights[3] - 4 * heights[0]) < 1, heights.join());
  assert.equal(heights[2], 0);
});
