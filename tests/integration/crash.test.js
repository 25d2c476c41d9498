'use strict';

const assert = require('node:assert/strict');
const { after, before, describe, test } = require('node:test');

const { forEachRelease } = require('./support/releases');
const { Stage } = require('./support/stage');
const { eventually, sleep } = require('./support/wait');

const MOST_STEPS = 200;
const QUIET_MS = 300;

/** Two groups at once: while one waits for its server to start, the other can work. */
const LANES = 2;

/** The point at which a granted registration may be lost, seen from either side. */
const LOST_AT = ['connect at answer', 'before replaceDocument journal'];

/** Waits until the flow writes nothing more, or the server is gone. */
async function quiet(actor) {
  let seen = -1;
  for (;;) {
    const { length } = actor.writes();
    if (actor.server.exited || length === seen) return;
    seen = length;
    await sleep(QUIET_MS);
  }
}

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

async function checkRegistration(actor, { stage, token, point, lost }) {
  const { usedBy } = stage.cloud.store.registrationTokens.get(token);
  const state = await stateOf(actor);
  if (state === 'registered') {
    await assertWorks(actor, stage.cloud.store.workspaces.get(usedBy));
    return;
  }
  assert.equal(state, 'unregistered');
  if (usedBy) {
    lost.push(point);
    await assertTokenIsLeftAlone(actor, stage, token);
  }
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
  actor.arm();
  const ended = actor.server.host.exit.then(() => true);
  // A killed server answers nobody: that is no failure of the test.
  const over = flow.run(actor, run).then(() => quiet(actor)).then(() => false);
  over.catch(() => {});
  const killed = await Promise.race([ended, over.catch(async (error) => {
    await Promise.race([ended, sleep(QUIET_MS)]);
    if (actor.server.exited) return true;
    throw error;
  })]);
  return killed || Boolean(actor.server.exited);
}

/** Kills at one write. @returns {Promise<boolean>} whether the flow came that far */
async function killAtWrite({ stage, flow, side, number, lost, points }) {
  const actor = await stage.enter(flow.from, { REGISTRAR_TEST_KILL: `${side}:${number}` });
  try {
    const run = { stage, lost, token: stage.cloud.issueToken().token };
    const killed = await perform(flow, actor, run);
    if (killed) {
      run.point = `${side} ${actor.writes().at(-1)}`;
      points.push(run.point);
      await reviveAndCheck(flow, actor, run);
    }
    return killed;
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

/** @returns {Promise<{call: string, nth: number}[]>} requests of the flow, as it makes them */
async function requestsOf(stage, flow) {
  const actor = await stage.enter(flow.from);
  try {
    const from = stage.cloud.requests.length;
    assert.equal(await perform(flow, actor, { token: stage.cloud.issueToken().token }), false);
    const counts = {};
    return stage.cloud.requests.slice(from).map(({ call }) => {
      counts[call] = (counts[call] || 0) + 1;
      return { call, nth: counts[call] };
    });
  } finally {
    await actor.leave();
  }
}

/** Kills while one request is under way, or while its answer is. */
async function killAtRequest({ stage, flow, request, at, lost }) {
  const { cloud } = stage;
  const actor = await stage.enter(flow.from);
  try {
    const run = { stage, lost, token: cloud.issueToken().token, point: `${request.call} at ${at}` };
    await cloud.setFaults([{ match: request, times: 1, fault: { type: 'hold', at } }]);
    const performed = perform(flow, actor, run);
    await eventually(() => cloud.held.size > 0, { what: `${run.point} in ${flow.name}` });
    await actor.server.stop('SIGKILL');
    assert.equal(await performed, true);
    await cloud.clearFaults();
    await reviveAndCheck(flow, actor, run);
  } finally {
    await cloud.clearFaults();
    await actor.leave();
  }
}

function declareFlow(release, flow) {
  const lost = [];
  let stage;
  before(async () => {
    stage = new Stage(release);
    await stage.open();
  });
  after(() => stage.close());

  for (const side of ['before', 'after']) {
    test(`${side} every write`, async (t) => {
      const points = [];
      let number = 1;
      while (await killAtWrite({ stage, flow, side, number, lost, points })) {
        number += 1;
        assert.ok(number <= MOST_STEPS, `the flow has no end: ${points.join(', ')}`);
      }
      t.diagnostic(`${points.length} writes: ${points.join(', ')}`);
      assert.ok(points.length > 0, 'the flow writes something');
    });
  }

  test('at every request and its answer', async (t) => {
    const requests = await requestsOf(stage, flow);
    t.diagnostic(requests.map(({ call, nth }) => `${call} ${nth}`).join(', '));
    assert.ok(requests.length > 0, 'the flow asks the cloud');
    for (const request of requests) {
      for (const at of ['request', 'answer']) {
        await killAtRequest({ stage, flow, request, at, lost });
      }
    }
  });

  test('a granted registration is lost at one point only', () => {
    const expected = flow.name === 'register' ? LOST_AT : [];
    assert.deepEqual([...new Set(lost)].sort(), [...expected].sort());
  });
}

forEachRelease((release) => {
  for (const flow of FLOWS) {
    describe(`killed during ${flow.name}`, () => declareFlow(release, flow));
  }
}, { ownServer: true, concurrency: LANES });
