'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { describe, test } = require('node:test');

const { readCollection } = require('./support/database');
const { forEachRelease } = require('./support/releases');
const { useScene } = require('./support/scene');

const PAGE = fs.readFileSync(path.join(__dirname, '../../docs/removing.md'), 'utf8');

/** What the page says is to be removed: a collection, and settings by a pattern. */
const [, COLLECTION] = /`db\.(\w+)\.drop\(\)`/.exec(PAGE);
const OWN_SETTINGS = new RegExp(
  /deleteMany\(\{ _id: \/(.*)\/ \}\)/.exec(PAGE)[1].replaceAll('\\|', '|'),
);

/** @param {string} dataDir @returns {string[]} ids of all settings */
const settingIds = (dataDir) => [...readCollection(dataDir, 'rocketchat_settings').keys()].sort();

/** @param {string} dataDir @returns {string[]} names of its collections */
const collections = (dataDir) => fs.readdirSync(dataDir)
  .filter((file) => file.endsWith('.db')).map((file) => file.slice(0, -'.db'.length)).sort();

/** Does what the page's commands do, on the files of a server that is stopped. */
function clean(dataDir) {
  fs.rmSync(path.join(dataDir, `${COLLECTION}.db`));
  const gone = settingIds(dataDir).filter((id) => OWN_SETTINGS.test(id));
  fs.appendFileSync(path.join(dataDir, 'rocketchat_settings.db'),
    gone.map((_id) => `${JSON.stringify({ _id, $$deleted: true })}\n`).join(''));
}

forEachRelease((release) => {
  describe('an administrator takes the module away', () => {
    const without = useScene({ release, preloads: [], withoutModule: true });
    const scene = useScene({ release });

    test('what remains in the database is what docs/removing.md says', async () => {
      await scene.register();
      await scene.server.stop();
      const plain = settingIds(without.server.dataDir);
      const added = settingIds(scene.server.dataDir).filter((id) => !plain.includes(id));
      assert.ok(added.length > 20);
      assert.deepEqual(added.filter((id) => !OWN_SETTINGS.test(id)), []);
      assert.deepEqual(plain.filter((id) => OWN_SETTINGS.test(id)), [], 'nothing of the server');
      const more = collections(scene.server.dataDir)
        .filter((name) => !collections(without.server.dataDir).includes(name));
      assert.ok(more.includes(COLLECTION));
      // Collections of the server that its own code makes when it needs them.
      assert.deepEqual(more.filter((name) => /registrar/i.test(name)), [COLLECTION]);
    });

    test('the workspace stays registered without it, also after its data is removed', async () => {
      for (const step of [() => {}, clean]) {
        step(scene.server.dataDir);
        scene.server.preloads = [];
        await scene.server.start();
        scene.leave();
        await scene.meetPeople();
        assert.equal((await scene.admin.registration()).workspaceRegistered, true);
        assert.equal((await scene.admin.press('registrar:sync')).error.error, 404);
        await scene.server.stop();
      }
    });
  });
}, { ownServer: true });
