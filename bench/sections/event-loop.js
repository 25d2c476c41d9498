'use strict';

const { withArena } = require('../lib/arena');
const { inTurn, valueRow } = require('../lib/compare');
const { sleep } = require('../../tests/integration/support/wait');

const DELAY_MS = 5;
const P99_MS = 1;
const MAX_MS = 5;

/** @returns {Promise<object>} the event loop's delays during `work` */
async function watched(side, work) {
  await side.ask('watchLoop');
  await work();
  return side.ask('loopDelays');
}

/** @returns {object[]} rows of one side */
function rowsOf(name, phases, goals) {
  const above = (field) => phases.map(({ idle, busy }) => Math.max(0, busy[field] - idle[field]));
  const row = (what, field, limit) => valueRow(`${name}: ${what}`, above(field), 'ms above idle', (
    goals && limit ? { goal: `below ${limit} ms`, met: isBelow(above(field), limit) } : {}));
  return [
    row('p50', 'ownP50'),
    row('p99', 'ownP99', P99_MS),
    row('longest', 'ownMax', MAX_MS),
    valueRow(`${name}: p99 with the garbage collection`, phases.map(({ busy }) => busy.p99), 'ms'),
    valueRow(`${name}: longest with the garbage collection`,
      phases.map(({ busy }) => busy.max), 'ms'),
  ];
}

const isBelow = (values, limit) => (
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] < limit);

async function run({ quick }) {
  const [rounds, count] = quick ? [1, 50] : [5, 100];
  return withArena({ latencyMs: DELAY_MS }, async (arena) => {
    for (const side of arena.sides) await side.ask('syncs', { count: quick ? 20 : 200 });
    const phases = await inTurn(arena, rounds, async (side) => {
      let took = 0;
      const busy = await watched(side, async () => {
        const times = await side.ask('syncs', { count });
        took = times.reduce((sum, time) => sum + time, 0);
      });
      // As long as the syncs took, so that as much can happen by itself.
      const idle = await watched(side, () => sleep(took));
      return { idle, busy };
    });
    const idle = [...phases.module, ...phases.builtIn].map((phase) => phase.idle);
    return {
      rows: [
        valueRow('idle server: p99', idle.map(({ ownP99 }) => ownP99), 'ms'),
        valueRow('idle server: longest', idle.map(({ ownMax }) => ownMax), 'ms'),
        ...rowsOf('module', phases.module, true),
        ...rowsOf('built-in client', phases.builtIn),
      ].map((row) => ({ ...row, name: `event loop during ${count} syncs, ${row.name}` })),
    };
  });
}

module.exports = { name: 'event-loop', title: 'Delay of the event loop', order: 50, run };
