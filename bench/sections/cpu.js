'use strict';

const { withArena } = require('../lib/arena');
const { inTurn, ratioRow, valueRow } = require('../lib/compare');

const OF_BASELINE = 0.25;

async function run({ quick }) {
  const [rounds, batch, warmUp] = quick ? [3, 20, 40] : [15, 50, 300];
  return withArena({}, async (arena) => {
    for (const side of arena.sides) await side.ask('syncs', { count: warmUp });
    const measured = await inTurn(arena, rounds, async (side) => {
      const before = await side.ask('cpu');
      await side.ask('syncs', { count: batch });
      const after = await side.ask('cpu');
      return Object.fromEntries(Object.keys(after).map((part) => (
        [part, (after[part] - before[part]) / batch / 1000])));
    });
    const part = (name) => Object.fromEntries(Object.entries(measured)
      .map(([side, list]) => [side, list.map((one) => one[name])]));
    const both = part('both');
    return {
      rows: [
        valueRow('CPU of one sync: module', both.module, 'ms'),
        valueRow('CPU of one sync: built-in client', both.builtIn, 'ms'),
        ratioRow('CPU of one sync: ratio', both, OF_BASELINE),
        ratioRow('CPU of one sync in user mode: ratio', part('user')),
        ratioRow('CPU of one sync in the kernel: ratio', part('system')),
      ],
    };
  });
}

module.exports = { name: 'cpu', title: 'Processor time of a sync', order: 40, run };
