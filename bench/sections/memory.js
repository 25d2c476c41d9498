'use strict';

const { withArena } = require('../lib/arena');
const { linePlot } = require('../lib/plot');
const { median, medianInterval } = require('../lib/statistics');

const ABOVE_MB = 3;
// What a page of the allocator or a compilation more or less is; a leak would show in 10,000 syncs.
const NOISE_BYTES_PER_SYNC = 8;

const heapOf = ({ heapUsed, external }) => heapUsed + external;
/** Not the pages of a program's file, which the kernel shares and takes back as it likes. */
const ownOf = ({ anonymous }) => anonymous;
const residentOf = ({ rss }) => rss;

/** @returns {Promise<object>} after so many syncs and a garbage collection */
async function after(side, count) {
  await side.ask('syncs', { count });
  return side.ask('memory');
}

/** @returns {Promise<object[]>} one reading after each step, also of the time that it took */
async function growth(side, steps, size) {
  const readings = [{ syncs: 0, ms: 0, ...await side.ask('memory') }];
  for (let step = 1; step <= steps; step += 1) {
    const started = performance.now();
    const memory = await after(side, size);
    readings.push({ syncs: step * size, ms: performance.now() - started, ...memory });
  }
  return readings;
}

/**
 * Compares each reading with the one half of the way later. There is growth when less than the
 * noise does not lie where the median of these slopes can be.
 *
 * @returns {object} a row of the growth of one kind of memory over the syncs
 */
function slopeRow(name, readings, value) {
  // The first readings are those of code that is still being compiled.
  const points = readings.slice(Math.ceil(readings.length / 4));
  const apart = Math.floor(points.length / 2);
  const slopes = points.slice(apart).map((later, index) => (
    (value(later) - value(points[index])) / (later.syncs - points[index].syncs)));
  const spread = medianInterval(slopes);
  return {
    name, goal: '0', value: median(slopes), unit: 'B a sync', spread,
    met: spread[0] <= NOISE_BYTES_PER_SYNC,
  };
}

async function run({ quick, log }) {
  const [first, steps, size] = quick ? [100, 4, 50] : [1000, 20, 500];
  return withArena({}, async (arena) => {
    const memory = { module: await after(arena.module, first) };
    memory.builtIn = await after(arena.builtIn, first);
    log(`${steps * size} more syncs`);
    const readings = await growth(arena.module, steps, size);
    const difference = (value) => (value(memory.module) - value(memory.builtIn)) / 2 ** 20;
    const above = (name, value) => ({
      name: `${name} after ${first} syncs, above a server without the module`,
      value: difference(value), unit: 'MB', raw: memory,
    });
    const limited = (name, value) => ({
      ...above(name, value), goal: `at most ${ABOVE_MB} MB`, met: difference(value) <= ABOVE_MB,
    });
    const title = `Memory over ${steps * size} syncs of the module`;
    const line = (value) => readings.map((one) => [one.syncs, value(one) / 2 ** 20]);
    return {
      rows: [
        limited('memory of its own', ownOf),
        limited('heap of JavaScript', heapOf),
        above('resident memory, with pages of program files', residentOf),
        {
          ...slopeRow(`heap of JavaScript, growth over ${steps * size} syncs`, readings, heapOf),
          raw: readings,
        },
        slopeRow(`memory of its own, growth over ${steps * size} syncs`, readings, ownOf),
        slopeRow(`resident memory, growth over ${steps * size} syncs`, readings, residentOf),
      ],
      plots: [{
        file: 'memory.svg', title,
        svg: linePlot({
          title, xLabel: 'syncs', yLabel: 'memory (MiB)',
          series: [
            { name: 'resident', points: line(residentOf), style: 'both' },
            { name: 'of its own', points: line(ownOf), style: 'both' },
            { name: 'heap of JavaScript', points: line(heapOf), style: 'both' },
          ],
        }),
      }],
    };
  });
}

module.exports = { name: 'memory', title: 'Memory', order: 65, run };
