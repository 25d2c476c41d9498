'use strict';

const path = require('node:path');

const { startCloud } = require('../../cloud');
const { run } = require('../../host/helpers');
const { signIn } = require('../../integration/support/person');
const { PRELOAD, Server } = require('../../integration/support/server');
const { eventually, sleep } = require('../../integration/support/wait');
const { startFastCloud } = require('../lib/load/fast-cloud');
const { MB, flatness } = require('../lib/load/flatness');
const { runProgram } = require('../lib/program');

const RELEASE = '8';
const STEPS = 30;
const CALLERS = 10000;
const METER = path.join(__dirname, '../../integration/support/loop-gap.js');
const CONSOLE = path.join(__dirname, '../../host/fixtures/console.js');
const DRIP = { type: 'slow', at: 'answer', delayMs: 1000 };
const DRIP_LOOK_MS = 12000;
const NODE = 'node_modules/node22/bin/node';
const ADDON = 'build/addon/registrar.abi127.x64.node';

const inMb = (bytes) => Math.round((bytes / MB) * 100) / 100;

/** Syncs one after the other in one process. */
async function manySyncs({ root, count, log, row }) {
  const cloud = await startFastCloud();
  /** @type {import('../lib/load/flatness').Sample[]} */
  const samples = [];
  const started = Date.now();
  const { code, tail } = await runProgram([
    path.join(root, NODE), '--expose-gc', path.join(__dirname, '../lib/load/syncs.js'),
    path.join(root, ADDON), cloud.url, cloud.caFile, String(count), String(STEPS),
  ], {
    cwd: root,
    onLine(line) {
      samples.push(JSON.parse(line));
      if (samples.length % 10 === 0) log(`${samples[samples.length - 1].done} syncs`);
    },
  }).finally(() => cloud.close());
  const seconds = Math.round((Date.now() - started) / 1000);
  const done = code === 0 && samples.length === STEPS && cloud.counts.sync === count;
  row({
    name: `${count} syncs in one process, over TLS`, ok: done,
    figures: {
      seconds, syncRequests: cloud.counts.sync, tokenRequests: cloud.counts.token,
      connections: cloud.connections(),
    },
    detail: tail,
  });
  if (!done) return;
  const { growth, allowed, descriptors, settled } = flatness(samples);
  row({
    name: 'its memory after garbage collection is flat', ok: growth <= allowed,
    figures: {
      'first MB': inMb(settled[0].rss), 'last MB': inMb(settled[settled.length - 1].rss),
      'growth MB': inMb(growth), 'allowed MB': inMb(allowed),
    },
    detail: samples.map((sample) => `${sample.done} ${inMb(sample.rss)} MB`).join(', '),
  });
  row({
    name: 'its open descriptors are flat', ok: descriptors <= 3,
    figures: { 'most less fewest': descriptors, last: samples[STEPS - 1].descriptors },
    detail: samples.map((sample) => `${sample.done} ${sample.descriptors}`).join(', '),
  });
}

/** A server that is registered at a cloud of its own. */
async function withServer(work) {
  const cloud = await startCloud({ port: 0 });
  const server = new Server({
    release: RELEASE, cloud, preloads: [METER, CONSOLE, PRELOAD],
    env: { OVERWRITE_SETTING_Show_Setup_Wizard: 'completed' },
  });
  let admin;
  try {
    await server.start();
    admin = await signIn(server.url, 'admin');
    await admin.call('cloud:connectWorkspace', cloud.issueToken().token);
    await eventually(async () => (await admin.status()).lastSync, { what: 'the first sync' });
    await work({ cloud, server, admin });
  } finally {
    if (admin) admin.close();
    await server.remove();
    await cloud.close();
  }
}

const ASK = `
  const { getWorkspaceAccessToken } =
    await require('/app/cloud/server/functions/getWorkspaceAccessToken.ts');`;

/** All want a token in the moment in which the kept one has expired. */
async function manyCallers({ cloud, server, admin }, row) {
  const count = () => cloud.requests.filter(({ call }) => call === 'token').length;
  const inServer = (code) => run(server.host, admin.login, ASK + code);
  cloud.configure({ tokenLifetimeSeconds: 2 });
  const old = await inServer('return getWorkspaceAccessToken(true);');
  cloud.configure({ tokenLifetimeSeconds: 3600 });
  await sleep(2500);
  const before = count();
  const answers = await inServer(`
    const calls = Array.from({ length: ${CALLERS} }, () => getWorkspaceAccessToken());
    return [...new Set(await Promise.all(calls))];`);
  const asked = count() - before;
  row({
    name: `${CALLERS} callers want a token while it expires`,
    ok: asked === 1 && answers.length === 1 && answers[0] !== '' && answers[0] !== old,
    figures: { tokenRequests: asked, differentTokens: answers.length },
    detail: JSON.stringify(answers),
  });
}

/** @returns {Promise<{longest: number, mean: number}>} gaps of the loop since the last call, ms */
async function gaps(server, number) {
  process.kill(server.pid, 'SIGUSR2');
  const line = await server.host.waitForLine(new RegExp(`^LOOP ${number} `));
  const [, longest, mean] = /longest=([\d.]+) mean=([\d.]+)/.exec(line);
  return { longest: Number(longest), mean: Number(mean) };
}

async function timed(work) {
  const started = Date.now();
  await work();
  return Date.now() - started;
}

/** A cloud that answers one byte a second to everything. */
async function drippingCloud({ cloud, server }, row) {
  const healthy = await timed(() => server.restart());
  await cloud.setFaults([{ fault: DRIP }]);
  cloud.front.dropConnections();
  const slow = await timed(() => server.restart());
  row({
    name: 'a server starts while the cloud answers one byte a second', ok: !server.exited,
    figures: { 'start ms': slow, 'with a healthy cloud ms': healthy },
  });
  const person = await signIn(server.url, 'admin');
  try {
    await gaps(server, 1);
    await sleep(2000);
    const idle = await gaps(server, 2);
    const sync = person.press('cloud:syncWorkspace');
    const answers = [];
    for (const end = Date.now() + DRIP_LOOK_MS; Date.now() < end;) {
      answers.push((await person.get('/v1/registrar.status')).status);
      await sleep(100);
    }
    const busy = await gaps(server, 3);
    await sync;
    const { lastError } = await person.status();
    row({
      name: 'it answers meanwhile, and the event loop keeps its pace',
      ok: answers.every((status) => status === 200),
      figures: {
        answers: answers.length, 'idle longest ms': idle.longest, 'longest ms': busy.longest,
        'idle mean ms': idle.mean, 'mean ms': busy.mean,
      },
      detail: JSON.stringify(answers),
    });
    row({
      name: 'its sync ends with an error that names the cause',
      ok: Boolean(lastError) && lastError.code === 'cloud.response.timeout',
      figures: { code: lastError ? lastError.code : 'none' },
    });
  } finally {
    person.close();
  }
}

module.exports = {
  name: 'load',
  title: 'Many syncs, many callers, and a cloud that drips',
  async run({ quick, root, log, row }) {
    await manySyncs({ root, count: quick ? 2010 : 100020, log, row });
    await withServer(async (scene) => {
      await manyCallers(scene, row);
      await drippingCloud(scene, row);
    });
    return {};
  },
};
