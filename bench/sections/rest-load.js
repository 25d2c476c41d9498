'use strict';

const { execFile } = require('node:child_process');
const path = require('node:path');
const { promisify } = require('node:util');

const { withArena } = require('../lib/arena');
const { valueRow } = require('../lib/compare');
const { pairedRatio, quantile } = require('../lib/statistics');

const run = promisify(execFile);
const LOAD = path.join(__dirname, '..', 'lib', 'load.js');
const RATE = 1000;
const DELAY_MS = 50;
const LIMIT = 1.1;

/** @returns {Promise<number>} p99 in milliseconds of the server's own requests */
async function load(side, seconds) {
  const { stdout } = await run(process.execPath,
    [LOAD, `${side.server.url}/api/info`, String(RATE), String(seconds)],
    { maxBuffer: 2 ** 26 });
  const { times, failed } = JSON.parse(stdout);
  if (failed) throw new Error(`${failed} requests failed.`);
  return quantile(times, 0.99);
}

/** The load while the server syncs again and again. */
async function loadWithSyncs(side, seconds) {
  let over = false;
  const syncs = (async () => {
    while (!over) await side.ask('syncs', { count: 1 });
  })();
  try {
    return await load(side, seconds);
  } finally {
    over = true;
    await syncs;
  }
}

/** @returns {Promise<{without: number[], with: number[]}>} in turn */
async function measured(side, rounds, seconds) {
  const times = { without: [], with: [] };
  for (let round = 0; round < rounds; round += 1) {
    const parts = [['without', load], ['with', loadWithSyncs]];
    for (const [name, work] of round % 2 ? parts.reverse() : parts) {
      times[name].push(await work(side, seconds));
    }
  }
  return times;
}

function rowsOf(name, times, hasGoal) {
  const { ratio, interval, ratios } = pairedRatio(times.with, times.without);
  return [
    valueRow(`p99 of REST at ${RATE}/s, ${name}: without syncs`, times.without, 'ms'),
    valueRow(`p99 of REST at ${RATE}/s, ${name}: while it syncs`, times.with, 'ms'),
    {
      name: `p99 of REST at ${RATE}/s, ${name}: ratio`, value: ratio, spread: interval, raw: ratios,
      ...(hasGoal && { goal: `at most ${LIMIT.toFixed(2)}`, met: ratio <= LIMIT }),
    },
  ];
}

module.exports = {
  name: 'rest-load',
  title: 'The server under load',
  order: 55,
  run: ({ quick }) => withArena({ latencyMs: DELAY_MS }, async (arena) => {
    const [rounds, seconds] = quick ? [1, 2] : [5, 5];
    for (const side of arena.sides) await load(side, 2);
    return {
      rows: [
        ...rowsOf('module', await measured(arena.module, rounds, seconds), true),
        ...rowsOf('built-in client', await measured(arena.builtIn, rounds, seconds), false),
      ],
    };
  }),
};
