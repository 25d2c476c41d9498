'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { after, describe, test } = require('node:test');

const { startByPm2 } = require('./support/pm2');
const { forEachRelease } = require('./support/releases');
const { useScene } = require('./support/scene');

forEachRelease((release) => {
  for (const mode of ['fork', 'cluster']) {
    describe(`a server that PM2 starts in mode ${mode}`, () => {
      const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'registrar-pm2-'));
      after(() => fs.rmSync(folder, { recursive: true, force: true }));
      const scene = useScene({
        release, wrap: (command, env) => startByPm2(mode, folder, command, env),
      });

      test('has the module, which registers and syncs', async () => {
        await scene.server.logged(/Registrar \S+ is active/);
        const said = scene.server.log.filter((line) => /Registrar \S+ is active/.test(line));
        assert.equal(said.length, 1, scene.server.log.join('\n'));
        await scene.register();
        assert.equal((await scene.admin.registration()).workspaceRegistered, true);
        assert.equal((await scene.admin.status()).lastSync.ok, true);
      });
    });
  }
}, { ownServer: true });
