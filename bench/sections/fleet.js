'use strict';

const { execFile } = require('node:child_process');
const path = require('node:path');
const { promisify } = require('node:util');

const { linePlot } = require('../lib/plot');

const run = promisify(execFile);

const WORKSPACES = 1000000;
const SEEDS = 3;
/** Fewer workspaces would show chance more than the schedule. */
const QUICK_SEEDS = 1;
const OUTPUT_LIMIT = 64 * 1024 * 1024;

const SCHEDULES = {
  registrar: 'the module',
  'minute-zero': 'built-in, 6.x and 7.x',
  'random-minute': 'built-in, 8.x',
};

/** What is looked at in which scenario, with the goal for the module. */
const PEAKS = {
  calm: [['peakByMinute', 1.10, 'peak by the minute'],
    ['peakByTenMinutes', 1.05, 'peak by ten minutes']],
  minute: [['peakAfter', 2, 'peak by the minute afterwards']],
  hour: [['peakAfter', 2, 'peak by the minute afterwards']],
  'eight-hours': [['peakAfter', 2, 'peak by the minute afterwards']],
  deploy: [['peakByMinute', undefined, 'peak by the minute']],
  clocks: [['peakByMinute', undefined, 'peak by the minute']],
};
const BACK_GOAL = 0.99;

/** @param {string} root @param {(text: string) => void} log */
async function build(root, log) {
  log('building the simulation');
  await run('cmake', ['--preset', 'unit'], { cwd: root });
  await run('cmake', ['--build', '--preset', 'unit', '--target', 'registrar_fleet'], {
    cwd: root, maxBuffer: OUTPUT_LIMIT,
  });
}

/** @param {string} root @param {number} seeds */
async function simulate(root, seeds) {
  const started = process.hrtime.bigint();
  const { stdout } = await run(path.join(root, 'build/unit/registrar_fleet'),
    [String(WORKSPACES), String(seeds)], { maxBuffer: OUTPUT_LIMIT });
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  return { seconds, ...JSON.parse(stdout) };
}

const round = (value) => Math.round(value * 1000) / 1000;

/** The worst seed is what counts; the spread is from the best to the worst one. */
function peakRow({ title, client, figures }, [key, goal, what]) {
  const values = figures.map((one) => one[key]);
  const [best, worst] = [Math.min(...values), Math.max(...values)].map(round);
  const row = {
    name: `${title}: ${what} (${SCHEDULES[client]})`, value: worst, unit: '× calm mean',
    spread: [best, worst], raw: values,
  };
  if (client !== 'registrar' || goal === undefined) return row;
  return { ...row, goal: `at most ${goal}`, met: worst <= goal };
}

function recoveryRows({ title, client, figures }) {
  const back = Math.min(...figures.map(({ syncedWithinPeriod }) => syncedWithinPeriod));
  const minutes = figures.map(({ minutesToRecover }) => minutesToRecover.median);
  const isOurs = client === 'registrar';
  return [{
    name: `${title}: synced within a period afterwards (${SCHEDULES[client]})`,
    value: round(back * 100), unit: '%',
    ...(isOurs && { goal: `at least ${BACK_GOAL * 100} %`, met: back >= BACK_GOAL }),
  }, {
    name: `${title}: median wait of those that failed (${SCHEDULES[client]})`,
    value: Math.max(...minutes), unit: 'min', raw: minutes,
  }];
}

function rowsOf(scenario) {
  const rows = PEAKS[scenario.name].map((peak) => peakRow(scenario, peak));
  return scenario.figures[0].syncedWithinPeriod === undefined
    ? rows : [...rows, ...recoveryRows(scenario)];
}

/** One plot for a scenario: the schedules' requests per second, on a logarithmic axis. */
function plotOf(name, scenarios) {
  const [{ title }] = scenarios;
  return {
    file: `fleet-${name}.svg`,
    title: `1,000,000 workspaces, ${title}`,
    svg: linePlot({
      title: `1,000,000 workspaces, ${title}`,
      xLabel: 'hours since midnight UTC',
      yLabel: 'requests per second',
      yLog: true,
      series: scenarios.map(({ client, series }) => ({
        name: SCHEDULES[client],
        points: series.map((requests, minute) => [minute / 60, Math.max(requests, 1)]),
      })),
    }),
  };
}

module.exports = {
  name: 'fleet',
  title: 'A fleet of 1,000,000 workspaces',
  order: 80,
  async run({ quick, log, root }) {
    await build(root, log);
    const { seconds, scenarios } = await simulate(root, quick ? QUICK_SEEDS : SEEDS);
    const names = [...new Set(scenarios.map(({ name }) => name))];
    return {
      rows: [...scenarios.flatMap(rowsOf), {
        name: 'time that the simulation takes', goal: 'below 60 s', value: round(seconds),
        unit: 's', met: seconds < 60,
      }],
      plots: names.map((name) => plotOf(
        name, scenarios.filter((scenario) => scenario.name === name),
      )),
    };
  },
};
