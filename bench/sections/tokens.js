'use strict';

const { withArena } = require('../lib/arena');
const { valueRow } = require('../lib/compare');
const { sleep } = require('../../tests/integration/support/wait');

const CALLERS = 10000;
const LIMIT_US = 5;
const SHORT_LIFE_S = 1;

/** Callers at once while no token is at hand: how many requests the cloud gets. */
async function atOnce(arena) {
  const side = arena.module;
  arena.cloud.configure({ tokenLifetimeSeconds: SHORT_LIFE_S });
  await side.ask('tokensAtOnce', { count: 1, forceNew: true });
  await sleep(SHORT_LIFE_S * 1000);
  const { result, requests } = await arena.observe(
    () => side.ask('tokensAtOnce', { count: CALLERS }),
  );
  arena.cloud.configure({ tokenLifetimeSeconds: 3600 });
  await side.ask('tokensAtOnce', { count: 1, forceNew: true });
  if (result.empty) throw new Error(`${result.empty} callers got no token.`);
  return requests.filter(({ call }) => call === 'token').length;
}

/** Microseconds for each call with a token at hand, one caller after the other. */
async function inTurn(side, rounds) {
  const times = [];
  for (let round = 0; round < rounds; round += 1) {
    times.push(await side.ask('tokensInTurn', { count: CALLERS }));
  }
  return times;
}

async function run({ quick }) {
  const rounds = quick ? 5 : 21;
  return withArena({}, async (arena) => {
    const requests = await atOnce(arena);
    await inTurn(arena.module, 3);
    const ours = await inTurn(arena.module, rounds);
    const theirs = await inTurn(arena.builtIn, Math.ceil(rounds / 5));
    const row = valueRow('a kept access token: module', ours, 'µs a call');
    return {
      rows: [
        {
          name: `${CALLERS} callers at once without a token: requests of the module`,
          goal: '1', value: requests, met: requests === 1,
        },
        { ...row, goal: `at most ${LIMIT_US} µs a call`, met: row.value <= LIMIT_US },
        valueRow('a kept access token: built-in client', theirs, 'µs a call'),
      ],
    };
  });
}

module.exports = { name: 'tokens', title: 'Access tokens', order: 70, run };
