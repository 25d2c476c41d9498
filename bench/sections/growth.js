'use strict';

const { withArena } = require('../lib/arena');
const { growthOf } = require('../lib/growth');
const { median } = require('../lib/statistics');

const LICENSE_BYTES = [1e3, 1e4, 1e5, 3e5, 1e6];
const ANNOUNCEMENTS = [0, 100, 1000, 3000, 10000];
const DAY_MS = 24 * 3600 * 1000;

/** @param {number} size @param {number} round @returns {string} a license that can be read */
function license(size, round) {
  const content = JSON.stringify({ plan: 'pro', round, filling: 'x'.repeat(size * 0.75) });
  return `TESTLICENSE.${Buffer.from(content).toString('base64url')}`;
}

/** @param {number} count @returns {object[]} announcements as the cloud's schema has them */
function announcements(count) {
  const at = (days) => new Date(Date.now() + days * DAY_MS).toISOString();
  return Array.from({ length: count }, (_, index) => ({
    _id: `announcement-${index}`, _updatedAt: at(0), platform: ['web'], createdAt: at(0),
    startAt: at(-1), expireAt: at(30), createdBy: 'cloud', active: true,
    selector: { roles: ['admin'] }, surface: 'banner', roles: ['admin'],
    view: {
      appId: 'cloud', blocks: [{ type: 'section', text: { type: 'plain_text', text: 'news' } }],
    },
  }));
}

/** @returns {Promise<[number, number][]>} size and median milliseconds of a sync */
async function curve(side, sizes, rounds, prepare) {
  const points = [];
  for (const size of sizes) {
    const times = [];
    for (let round = 0; round < rounds; round += 1) {
      prepare(size, round);
      times.push((await side.ask('syncs', { count: 1 }))[0]);
    }
    points.push([size, median(times)]);
  }
  return points;
}

/** @returns {Promise<object>} row and plot of one kind of growth */
async function grown(arena, { sizes, rounds, prepare, ...kind }) {
  const ours = await curve(arena.module, sizes, rounds, prepare);
  const theirs = await curve(arena.builtIn, sizes, rounds, prepare);
  return growthOf({ ...kind, ours, theirs });
}

async function run({ quick }) {
  const rounds = quick ? 1 : 5;
  const some = (sizes) => (quick ? sizes.slice(0, 3) : sizes);
  return withArena({}, async (arena) => {
    for (const side of arena.sides) await side.ask('syncs', { count: 50 });
    const { cloud } = arena;
    const parts = [await grown(arena, {
      what: 'the size of the license (bytes)', unit: 'a byte', file: 'growth-license.svg', rounds,
      sizes: some(LICENSE_BYTES),
      prepare: (size, round) => cloud.configure({ license: { text: license(size, round) } }),
    })];
    cloud.configure({ license: { kind: 'readable', plan: 'pro' } });
    parts.push(await grown(arena, {
      what: 'the number of announcements', unit: 'an announcement',
      file: 'growth-announcements.svg', sizes: some(ANNOUNCEMENTS), rounds: 1,
      prepare: (count) => cloud.configure({
        announcements: { create: announcements(count), delete: [] },
      }),
    }));
    return { rows: parts.map(({ row }) => row), plots: parts.map(({ plot }) => plot) };
  });
}

module.exports = { name: 'growth', title: 'Cost as the work grows', order: 80, run };
