'use strict';

const { withArena } = require('../lib/arena');
const { inTurn, ratioRow, valueRow } = require('../lib/compare');

const DELAY_MS = 50;
const OF_BASELINE = 0.2;

/** The built-in client of this release cannot disconnect; it connects once more. */
async function connect(side) {
  if (side.name === 'module') {
    const { error } = await side.admin.press('cloud:disconnectWorkspace');
    if (error) throw new Error(JSON.stringify(error));
  }
  await side.quiet();
  const took = await side.connect();
  await side.quiet();
  return took;
}

async function run({ quick }) {
  return withArena({ latencyMs: DELAY_MS }, async (arena) => {
    const times = await inTurn(arena, quick ? 2 : 9, connect);
    const name = `from the token to registered, ${DELAY_MS} ms per answer`;
    return {
      rows: [
        valueRow(`${name}: module`, times.module, 'ms'),
        valueRow(`${name}: built-in client`, times.builtIn, 'ms'),
        ratioRow(`${name}: ratio`, times, OF_BASELINE),
      ],
    };
  });
}

module.exports = { name: 'connect-time', title: 'Time of a registration', order: 20, run };
