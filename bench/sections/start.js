'use strict';

const { execFileSync, spawnSync } = require('node:child_process');
const path = require('node:path');

const { startCloud } = require('../../tests/cloud');
const { PRELOAD, Server } = require('../../tests/integration/support/server');
const { sleep } = require('../../tests/integration/support/wait');
const { valueRow } = require('../lib/compare');
const { medianInterval, median } = require('../lib/statistics');

const TIMER = path.join(__dirname, '..', 'lib', 'start-timer.js');
/** Values of NODE_OPTIONS for processes that are no server. */
const PRELOADS = {
  module: `--require ${PRELOAD}`,
  empty: `--require ${path.join(__dirname, '..', 'lib', 'empty.js')}`,
  none: '',
};
const FLOOR = path.join(__dirname, '..', 'lib', 'start-floor.js');
const NODE = path.join(__dirname, '..', '..', 'node_modules', 'node22', 'bin', 'node');
const SERVER_MS = 15;
const OTHER_MS = 0.5;
const WARM_UP = 5;
const SETTLED_MS = 500;

/**
 * @returns {Promise<{loading: number, takingOver: number, later: number, files: string[]}>}
 *     milliseconds of one server's start, and the files that were loaded
 */
async function serverStart(cloud) {
  const server = new Server({ release: '8', cloud, preloads: [TIMER] });
  try {
    await server.start();
    await sleep(SETTLED_MS);
    const lines = server.log.filter((text) => text.startsWith('START '));
    return JSON.parse(lines.pop().slice('START '.length));
  } finally {
    await server.remove();
  }
}

/** @param {string[]} files @returns {number} milliseconds of reading and compiling them only */
function floorOf(files) {
  const addon = files.find((file) => file.endsWith('.node'));
  const sources = files.filter((file) => file.endsWith('.js'));
  return Number(execFileSync(NODE, [FLOOR, addon, ...sources], { encoding: 'utf8' }));
}

/** @param {string} nodeOptions @returns {number} milliseconds of a process that does nothing */
function otherProcess(nodeOptions) {
  const started = performance.now();
  const { status } = spawnSync(process.execPath, ['-e', '0'],
    { env: { PATH: process.env.PATH, NODE_OPTIONS: nodeOptions }, stdio: 'ignore' });
  if (status !== 0) throw new Error(`The process ended with ${status}.`);
  return performance.now() - started;
}

/**
 * @param {number} rounds
 * @returns {Record<keyof typeof PRELOADS, number[]>} milliseconds of processes, in turn
 */
function otherProcesses(rounds) {
  const names = Object.keys(PRELOADS);
  const times = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = -WARM_UP; round < rounds; round += 1) {
    for (const name of round % 2 ? names : [...names].reverse()) {
      const took = otherProcess(PRELOADS[name]);
      if (round >= 0) times[name].push(took);
    }
  }
  return times;
}

/**
 * @param {string} name
 * @param {number[]} times
 * @param {number[]} without those that nothing was preloaded into
 * @returns {object} a row
 */
function addedRow(name, times, without) {
  const added = times.map((time, index) => time - without[index]);
  return { name, value: median(added), unit: 'ms', spread: medianInterval(added) };
}

async function run({ quick, log }) {
  const cloud = await startCloud();
  const starts = [];
  try {
    for (let round = 0; round < (quick ? 3 : 11); round += 1) starts.push(await serverStart(cloud));
  } finally {
    await cloud.close();
  }
  log('processes that are no server');
  const others = otherProcesses(quick ? 40 : 400);
  const other = addedRow('added to the start of a process that is no server',
    others.module, others.none);
  const whole = valueRow('loading the module and taking over, of a server\'s start',
    starts.map(({ loading, takingOver, later }) => loading + takingOver + later), 'ms');
  return {
    rows: [
      { ...whole, goal: `at most ${SERVER_MS} ms`, met: whole.value <= SERVER_MS },
      valueRow('of it: the preload', starts.map(({ loading }) => loading), 'ms'),
      valueRow('of it: reading the files, the addon', starts.map((one) => one.takingOver), 'ms'),
      valueRow('of it: loading the rest, in the server\'s startup hook',
        starts.map(({ later }) => later), 'ms'),
      valueRow(`reading and compiling its ${starts[0].files.length} files, and loading the addon, `
        + 'without running anything', starts.map(({ files }) => floorOf(files)), 'ms'),
      { ...other, goal: `below ${OTHER_MS} ms`, met: other.value < OTHER_MS, raw: others },
      addedRow('what a preloaded file without content adds', others.empty, others.none),
    ],
  };
}

module.exports = { name: 'start', title: 'Start', order: 60, run };
