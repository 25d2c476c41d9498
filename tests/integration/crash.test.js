'use strict';

const assert = require('node:assert/strict');
const { after, before, describe, test } = require('node:test');

const { forEachRelease } = require('./support/releases');
const { Stage } = require('./support/stage');
const { eventually, sleep } = require('./support/wait');

const DYING_MS = 1000;

/** Two groups at once: while one waits for its server to start, the other can work. */
const LANES = 2;

/**
 * Between two writes nothing is kept but what the first one wrote: a kill right after it leaves
 * what a kill right before the next one leaves. REGISTRAR_CRASH_SIDES="before after" tries both.
 */
const SIDES = (process.env.REGISTRAR_CRASH_SIDES || 'before').split(' ');

/**
 * The next process dies as well, at each write of its recovery: after a kill in the middle of a
 * registration, or with REGISTRAR_CRASH_TWICE=every after a kill before every write of all flows.
 * That no pair of points is worse is shown for all of them in C++ (tests/unit/workspace).
 */
const TWICE = process.env.REGISTRAR_CRASH_TWICE || 'once';
const MOST_OF_RECOVERY = 30;

const LOST = 'granted and lost';

/** The point at which a granted registration may be lost, seen from either side. */
const LOST_AT = ['connect#1 at answer', 'before replaceDocument journal#1'];

/**
 * What a person does, and what has to be true whenever the server died in the middle of it.
 * `run` resolves when the flow has been answered and what follows by itself is over.
 */
const FLOWS = [
  {
    name: 'register', from: 'unregistered',
    async run(actor, run) {
      await actor.connect(run.token);
      await actor.settled();
    },
    check: checkRegistration,
  },
  {
    name: 'sync', from: 'registered',
    run: (actor) => actor.must('registrar:sync'),
    async check(actor, { stage }) {
      assert.equal(await stateOf(actor), 'registered');
      await assertWorks(actor, stage.workspace);
    },
  },
  {
    name: 'disconnect', from: 'registered',
    run: (actor) => actor.must('registrar:disconnect'),
    check: checkConnection,
  },
  {
    name: 'reconnect', from: 'disconnected',
    async run(actor) {
      const { requests } = actor.stage.cloud;
      const { length } = requests;
      await actor.must('registrar:reconnect');
      await eventually(() => actor.server.exited
        || requests.slice(length).some(({ call }) => call === 'sync'));
    },
    check: checkConnection,
  },
];

/** @returns {Promise<string>} `registered` or not, told alike by status, server and database */
async function stateOf(actor) {
  const { state } = await actor.admin.status();
  const { workspaceRegistered } = await actor.admin.registration();
  const { id, secret } = actor.credentials();
  assert.equal(workspaceRegistered, state === 'registered', `state ${state}`);
  assert.equal(Boolean(id), workspaceRegistered, 'the client id in the database');
  assert.equal(Boolean(secret), workspaceRegistered, 'the client secret in the database');
  return state;
}

/** The workspace that the server speaks for is this one, and the cloud agrees. */
async function assertWorks(actor, workspace) {
  assert.deepEqual(actor.credentials(), {
    id: workspace.clientId, secret: workspace.clientSecret,
  });
  await actor.must('registrar:sync');
  assert.equal(workspace.disconnected, false);
}

async function checkConnection(actor, { stage }) {
  const state = await stateOf(actor);
  assert.ok(['registered', 'disconnected'].includes(state), state);
  if (state === 'disconnected') await actor.must('registrar:reconnect');
  await assertWorks(actor, stage.workspace);
}

async function checkRegistration(actor, { stage, token, point, outcomes }) {
  const { usedBy } = stage.cloud.store.registrationTokens.get(token);
  const state = await stateOf(actor);
  if (state === 'registered') {
    outcomes.set(point, 'registered');
    await assertWorks(actor, stage.cloud.store.workspaces.get(usedBy));
    return;
  }
  assert.equal(state, 'unregistered');
  outcomes.set(point, usedBy ? LOST : 'not granted');
  if (usedBy) await assertTokenIsLeftAlone(actor, stage, token);
  await actor.connect(stage.cloud.issueToken().token);
  assert.equal(await stateOf(actor), 'registered');
}

/** The admin reads what happened, and the spent token is not shown to the cloud again. */
async function assertTokenIsLeftAlone(actor, stage, token) {
  const { lastError } = await actor.admin.status();
  assert.equal(lastError && lastError.code, 'registration.answer-lost');
  const shown = () => stage.cloud.requests.filter(({ headers }) => (
    headers.authorization === `Bearer ${token}`)).length;
  const shownBefore = shown();
  const { error } = await actor.admin.press('cloud:connectWorkspace', token);
  assert.equal(error && error.error, 'registration.answer-lost');
  assert.equal(shown(), shownBefore);
}

/** Whatever the moment: an id without its secret would be half a registration. */
function assertNeverHalf(actor) {
  const { id, secret } = actor.credentials();
  assert.ok(!id || secret, 'a client id without its secret');
}

/**
 * Starts the flow; it ends when it is over or the server is killed.
 * @returns {Promise<boolean>} whether the server was killed
 */
async function perform(flow, actor, run) {
  await actor.arm();
  const killed = actor.server.host.exit.then(() => true);
  const over = flow.run(actor, run).then(() => actor.quiet()).then(() => false);
  // A killed server answers nobody: that is no failure of the test.
  const excused = over.catch(async (error) => {
    await Promise.race([killed, sleep(DYING_MS)]);
    if (actor.server.exited) return true;
    throw error;
  });
  return await Promise.race([killed, excused]) || Boolean(actor.server.exited);
}

/** @returns {string[]} each step with its number among those of the same name */
function numbered(steps) {
  const counts = new Map();
  return steps.map((step) => {
    counts.set(step, (counts.get(step) || 0) + 1);
    return `${step}#${counts.get(step)}`;
  });
}

/** @returns {Promise<{writes: string[], requests: string[]}>} steps, as the flow makes them */
async function stepsOf(stage, flow) {
  const actor = await stage.enter(flow.from);
  try {
    const { length } = stage.cloud.requests;
    assert.equal(await perform(flow, actor, { token: stage.cloud.issueToken().token }), false);
    return {
      writes: numbered(actor.writes()),
      requests: numbered(stage.cloud.requests.slice(length).map(({ call }) => call)),
    };
  } finally {
    await actor.leave();
  }
}

/** Kills at one write, for instance `storeToken#1`. */
async function killAtWrite({ stage, flow, side, write, outcomes }) {
  const actor = await stage.enter(flow.from, { REGISTRAR_TEST_KILL: `${side}:${write}` });
  try {
    const point = `${side} ${write}`;
    const run = { stage, outcomes, point, token: stage.cloud.issueToken().token };
    assert.equal(await perform(flow, actor, run), true, `the flow does not come to ${write}`);
    await reviveAndCheck(flow, actor, run);
  } finally {
    await actor.leave();
  }
}

async function reviveAndCheck(flow, actor, run) {
  try {
    assertNeverHalf(actor);
    await actor.startAgain();
    await actor.recovered();
    await flow.check(actor, run);
  } catch (error) {
    error.message = `killed ${run.point}: ${error.message}\n${actor.server.log.join('\n')}`;
    throw error;
  }
}

/** Kills at one write, then the process that recovers at each of its writes. */
async function killTwice({ stage, flow, write }) {
  for (let nth = 1, died = true; died; nth += 1) {
    assert.ok(nth < MOST_OF_RECOVERY, `the recovery from ${write} does not come to an end`);
    const actor = await stage.enter(flow.from, { REGISTRAR_TEST_KILL: `before:${write}` });
    try {
      const run = {
        stage, outcomes: new Map(), token: stage.cloud.issueToken().token,
        point: `before ${write}, then before write ${nth} of the recovery`,
      };
      assert.equal(await perform(flow, actor, run), true, `the flow does not come to ${write}`);
      died = await diesAgain(actor, nth);
      await reviveAndCheck(flow, actor, run);
    } finally {
      await actor.leave();
    }
  }
}

/** @returns {Promise<boolean>} whether the process that recovers came to its nth write and died */
async function diesAgain(actor, nth) {
  await actor.server.stop('SIGKILL');
  try {
    await actor.start({ REGISTRAR_TEST_KILL: `before:any#${nth}` }, { armed: true });
    await Promise.race([actor.server.host.exit, actor.recovered()]);
    await actor.quiet();
  } catch (error) {
    // Whoever asks a server that is killed gets no answer.
    if (actor.writes().length < nth) throw error;
  }
  return actor.writes().length >= nth;
}

/** Kills while one request is under way, or while its answer is. */
async function killAtRequest({ stage, flow, request, at, outcomes }) {
  const { cloud } = stage;
  const [call, nth] = request.split('#');
  const actor = await stage.enter(flow.from);
  try {
    const run = {
      stage, outcomes, token: cloud.issueToken().token, point: `${request} at ${at}`,
    };
    const match = { call, nth: Number(nth) };
    await cloud.setFaults([{ match, times: 1, fault: { type: 'hold', at } }]);
    const performed = perform(flow, actor, run);
    await eventually(() => cloud.held.size > 0, { what: `${run.point} in ${flow.name}` });
    await actor.server.stop('SIGKILL');
    assert.equal(await performed, true);
    // A request that is held has not reached the cloud, and does not after its sender's death.
    cloud.held.clear();
    await cloud.clearFaults();
    await reviveAndCheck(flow, actor, run);
  } finally {
    await cloud.clearFaults();
    await actor.leave();
  }
}

function declareFlow(release, flow) {
  /** @type {Map<string, string>} what became of a registration, by the point of the kill */
  const outcomes = new Map();
  let stage;
  let steps;
  before(async () => {
    stage = new Stage(release);
    await stage.open();
    steps = await stepsOf(stage, flow);
  });
  after(() => stage.close());

  for (const side of SIDES) {
    test(`${side} every write`, async (t) => {
      t.diagnostic(`${steps.writes.length} writes: ${steps.writes.join(', ')}`);
      assert.ok(steps.writes.length > 0, 'the flow writes something');
      for (const write of steps.writes) await killAtWrite({ stage, flow, side, write, outcomes });
    });
  }

  test('at every request and its answer', async (t) => {
    t.diagnostic(`${steps.requests.length} requests: ${steps.requests.join(', ')}`);
    assert.ok(steps.requests.length > 0, 'the flow asks the cloud');
    for (const request of steps.requests) {
      for (const at of ['request', 'answer']) {
        await killAtRequest({ stage, flow, request, at, outcomes });
      }
    }
  });

  if (flow.name === 'register' || TWICE === 'every') {
    test('and again while it recovers', async (t) => {
      const middle = [steps.writes[Math.floor(steps.writes.length / 2)]];
      for (const write of TWICE === 'every' ? steps.writes : middle) {
        t.diagnostic(write);
        await killTwice({ stage, flow, write });
      }
    });
  }

  if (flow.name !== 'register') return;
  test('a granted registration is lost at one point only', () => {
    const lost = [...outcomes].filter(([, outcome]) => outcome === LOST).map(([point]) => point);
    const all = [...outcomes].map((pair) => pair.join(': ')).join('\n');
    assert.deepEqual(lost.sort(), [...LOST_AT].sort(), all);
  });
}

forEachRelease((release) => {
  for (const flow of FLOWS) {
    // Within a flow one after the other: its tests share a cloud and what it does wrong.
    describe(`27229: killed during ${flow.name}`, { concurrency: 1 }, () => declareFlow(release, flow));
  }
}, { ownServer: true, concurrency: LANES });
