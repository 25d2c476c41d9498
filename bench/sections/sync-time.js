'use strict';

const { withArena } = require('../lib/arena');
const { inTurn, ratioRow, valueRow } = require('../lib/compare');
const { barPlot } = require('../lib/plot');
const { median, summary } = require('../lib/statistics');
const { sleep } = require('../../tests/integration/support/wait');

const DELAYS_MS = [0, 5, 50, 200];
const GOAL_DELAY_MS = 50;
const OF_BASELINE = 0.3;
const OF_BOUND = 1.15;
// The shortest life that the cloud can give; it is over before the next sync.
const SHORT_LIFE_S = 1;
const LIFE_S = 3600;

const CASES = [];
for (const connection of ['warm', 'fresh']) {
  for (const token of ['cached', 'none']) CASES.push({ connection, token });
}

/** Handshakes that wait for each other: the token's answer is needed before the rest can begin. */
function dependentHandshakes({ connection, token }) {
  if (connection === 'warm') return 0;
  return token === 'cached' ? 1 : 2;
}

/** Node's own handshake with the cloud, in the same process, between the syncs. */
async function handshake(arena) {
  const { port, caFile } = arena.cloud;
  const [, second] = await arena.module.ask('handshakes', { host: '127.0.0.1', port, ca: caFile });
  return second.took;
}

async function measureCase(arena, { delay, connection, token }, rounds) {
  arena.cloud.configure({ tokenLifetimeSeconds: token === 'none' ? SHORT_LIFE_S : LIFE_S });
  arena.cloud.latencyMs = 0;
  // The token that is at hand has the life of the case before.
  await arena.module.ask('tokensAtOnce', { count: 1, forceNew: true });
  for (const side of arena.sides) await side.sync();
  for (const side of arena.sides) await side.sync();
  arena.cloud.latencyMs = delay;
  const handshakes = [];
  const times = await inTurn(arena, rounds, async (side) => {
    if (token === 'none' && side.name === 'module') await sleep(SHORT_LIFE_S * 1000);
    if (connection === 'fresh') {
      handshakes.push(await handshake(arena));
      await arena.forgetConnections();
    }
    return side.sync();
  });
  const answers = token === 'cached' ? 1 : 2;
  const count = dependentHandshakes({ connection, token });
  const bound = delay * answers + (count ? count * median(handshakes) : 0);
  return { ...times, bound, handshakes };
}

function rowsOf({ delay, connection, token }, result) {
  const name = `sync by hand, ${delay} ms, ${connection} connection, token ${token}`;
  const isGoal = delay === GOAL_DELAY_MS && token === 'cached';
  const rows = [
    valueRow(`${name}: module`, result.module, 'ms'),
    valueRow(`${name}: built-in client`, result.builtIn, 'ms'),
    ratioRow(`${name}: ratio`, result, isGoal ? OF_BASELINE : undefined),
  ];
  if (delay > 0) {
    const { median: middle, low, high } = summary(result.module);
    const ofBound = middle / result.bound;
    rows.push({
      name: `${name}: against the bound of ${result.bound.toFixed(1)} ms`,
      value: ofBound, unit: 'of the bound', spread: [low, high].map((one) => one / result.bound),
      raw: { bound: result.bound, handshakes: result.handshakes },
      ...(isGoal && { goal: `at most ${OF_BOUND} of the bound`, met: ofBound <= OF_BOUND }),
    });
  }
  return rows;
}

function plotOf(measured) {
  const shown = measured.filter(({ delay }) => delay === GOAL_DELAY_MS);
  const title = `One sync by hand, ${GOAL_DELAY_MS} ms per answer`;
  return {
    file: 'sync-time.svg', title,
    svg: barPlot({
      title, xLabel: 'connection, token', yLabel: 'time (ms)',
      groups: shown.map(({ connection, token }) => `${connection}, ${token}`),
      series: [
        { name: 'module', values: shown.map(({ result }) => median(result.module)) },
        { name: 'bound', values: shown.map(({ result }) => result.bound) },
        { name: 'built-in client', values: shown.map(({ result }) => median(result.builtIn)) },
      ],
    }),
  };
}

async function run({ quick, log }) {
  const roundsOf = ({ delay, token }) => {
    if (quick) return 3;
    return delay === GOAL_DELAY_MS && token === 'cached' ? 21 : 7;
  };
  const delays = quick ? [GOAL_DELAY_MS] : DELAYS_MS;
  return withArena({}, async (arena) => {
    // Both have compiled what is used often before anything is measured.
    for (const side of arena.sides) await side.ask('syncs', { count: quick ? 20 : 100 });
    const measured = [];
    for (const delay of delays) {
      for (const one of CASES) {
        log(`${delay} ms, ${one.connection} connection, token ${one.token}`);
        const which = { delay, ...one };
        measured.push({ ...which, result: await measureCase(arena, which, roundsOf(which)) });
      }
    }
    return {
      rows: measured.flatMap(({ result, ...which }) => rowsOf(which, result)),
      plots: [plotOf(measured)],
    };
  });
}

module.exports = { name: 'sync-time', title: 'Time of a sync by hand', order: 10, run };
