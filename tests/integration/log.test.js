'use strict';

const assert = require('node:assert/strict');
const { describe, test } = require('node:test');

const { EVERY, forEachRelease } = require('./support/releases');
const { useScene } = require('./support/scene');
const { eventually } = require('./support/wait');

const WARN = 40;
const ERROR = 50;
const INFO = 30;

/**
 * @param {string[]} log of a server
 * @returns {{level: number, msg: string}[]} what the server's logger wrote about syncs, but for the
 *     one that follows a registration by itself
 */
const aboutSyncs = (log) => log.filter((line) => line.startsWith('{'))
  .map((line) => JSON.parse(line))
  .filter(({ name, msg, reason }) => name === 'System' && /\bSync(ed)?\b/.test(msg)
    && reason !== 'registered');

/** Syncs; with a status, the cloud answers with that one instead. */
async function sync(scene, status) {
  if (status) await scene.cloud.setFaults([{ fault: { type: 'status', status } }]);
  await scene.admin.press('registrar:sync');
  await scene.cloud.clearFaults();
}

forEachRelease((release) => {
  for (const { level, env, expected } of [
    { level: 'level that servers have by default', expected: [ERROR, WARN, ERROR] },
    {
      level: 'level with information',
      env: { OVERWRITE_SETTING_Log_Level: '1' },
      expected: [INFO, ERROR, WARN, INFO, ERROR],
    },
  ]) {
    describe(`the server's log, at the ${level}`, () => {
      const scene = useScene({ release, env });

      test('has one line for each sync', async () => {
        await scene.register();
        for (const status of [undefined, 503, undefined, undefined, 503]) await sync(scene, status);
        const lines = await eventually(() => {
          const seen = aboutSyncs(scene.server.log);
          return seen.length >= expected.length && seen;
        }, { what: 'the lines' });
        assert.deepEqual(lines.map((line) => line.level), expected, JSON.stringify(lines));
        assert.match(lines.at(-1).msg, /Sync/);
        assert.equal(lines.at(-1).code, 'cloud.status.unavailable', JSON.stringify(lines.at(-1)));
      });
    });
  }
}, { ownServer: true, releases: EVERY });
