'use strict';

const { withArena } = require('../lib/arena');
const { inTurn } = require('../lib/compare');
const { median } = require('../lib/statistics');

const SYNCS_PER_DAY = 2;

/** @returns {object} of one way to sync: counts and bytes of both sides, medians */
async function observed(arena, rounds, { fresh, sync }) {
  const { module: ours, builtIn } = await inTurn(arena, rounds, async (side) => {
    if (fresh) await arena.forgetConnections();
    const { requests, connections, received, sent } = await arena.observe(() => sync(side));
    return {
      requests: requests.length, connections: connections.length, received, sent,
      resumed: connections.filter(({ resumed }) => resumed).length,
    };
  });
  return { module: ours, builtIn };
}

const middle = (list, field) => median(list.map((one) => one[field]));

function counts(name, seen, { requests, connections }) {
  return [
    {
      name: `${name}: requests`, goal: `${requests}`, value: middle(seen.module, 'requests'),
      spread: `built-in client ${middle(seen.builtIn, 'requests')}`,
      met: middle(seen.module, 'requests') <= requests, raw: seen,
    },
    {
      name: `${name}: connections`, goal: `at most ${connections}`,
      value: middle(seen.module, 'connections'),
      spread: `built-in client ${middle(seen.builtIn, 'connections')}`,
      met: middle(seen.module, 'connections') <= connections,
    },
  ];
}

function bytes(name, seen) {
  const [ours, theirs] = [seen.module, seen.builtIn].map((list) => middle(list, 'received'));
  return {
    name: `${name}: bytes sent`, goal: 'at most the baseline', value: ours, unit: 'B',
    spread: `built-in client ${theirs}`, met: ours <= theirs,
  };
}

/** Twice a day, hours apart: each sync begins without a connection. */
function daily(seen) {
  const perDay = (list, value) => SYNCS_PER_DAY * median(list.map(value));
  const total = ({ received, sent }) => received + sent;
  const row = (what, value, unit) => {
    const [ours, theirs] = [seen.module, seen.builtIn].map((list) => perDay(list, value));
    return {
      name: `a day of scheduled syncs: ${what}`, value: ours, unit,
      spread: `built-in client ${theirs}${theirs ? `, ratio ${(ours / theirs).toFixed(2)}` : ''}`,
    };
  };
  const full = ({ connections, resumed }) => connections - resumed;
  return [
    row('bytes on the wire', total, 'B'),
    row('handshakes', ({ connections }) => connections),
    {
      ...row('full handshakes, not resumed', full), goal: '0',
      met: perDay(seen.module, full) === 0,
    },
  ];
}

async function run({ quick }) {
  const rounds = quick ? 3 : 11;
  const byHand = (side) => side.sync();
  const bySchedule = (side) => (
    side.name === 'module' ? side.ask('scheduledSync') : side.ask('syncs'));
  return withArena({}, async (arena) => {
    for (const side of arena.sides) await byHand(side);
    const warm = await observed(arena, rounds, { fresh: false, sync: byHand });
    const fresh = await observed(arena, rounds, { fresh: true, sync: byHand });
    const scheduled = await observed(arena, rounds, { fresh: true, sync: bySchedule });
    return {
      rows: [
        ...counts('sync by hand', fresh, { requests: 3, connections: 3 }),
        ...counts('scheduled sync', scheduled, { requests: 3, connections: 1 }),
        bytes('sync by hand, warm connections', warm),
        bytes('sync by hand, fresh connections', fresh),
        bytes('scheduled sync', scheduled),
        ...daily(scheduled),
      ],
    };
  });
}

module.exports = { name: 'traffic', title: 'Requests, connections and bytes', order: 30, run };
