'use strict';

const assert = require('node:assert/strict');
const path = require('node:path');
const { before, test } = require('node:test');

const { forEachRelease } = require('./support/releases');
const { useScene } = require('./support/scene');
const { PRELOAD } = require('./support/server');
const { sleep } = require('./support/wait');

const METER = path.join(__dirname, 'support', 'loop-gap.js');
const SYNCS = 20;
const IDLE_MS = 500;

forEachRelease((release) => {
  const scene = useScene({ release, preloads: [METER, PRELOAD], latencyMs: 10 });
  let readings = 0;
  before(() => scene.register());

  /** @returns {Promise<string>} the longest gap since the last reading */
  async function reading() {
    readings += 1;
    process.kill(scene.server.pid, 'SIGUSR2');
    const line = await scene.server.host.waitForLine(new RegExp(`^LOOP ${readings} `));
    return line.replace(/^LOOP \d+ /, '');
  }

  test('the longest gap of the event loop during a sync', async (t) => {
    await reading();
    await sleep(IDLE_MS);
    t.diagnostic(`idle (ms): ${await reading()}`);
    for (let i = 0; i < SYNCS; i += 1) {
      assert.equal(await scene.admin.call('cloud:syncWorkspace'), true);
    }
    t.diagnostic(`during ${SYNCS} syncs (ms): ${await reading()}`);
  });
}, { ownServer: true });
