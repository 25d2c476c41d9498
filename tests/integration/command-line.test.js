'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { after, before, beforeEach, describe, test } = require('node:test');

const { registrar } = require('./support/command');
const { assertSchema } = require('./support/command-schema');
const { forEachRelease } = require('./support/releases');
const { useScene } = require('./support/scene');

forEachRelease((release) => {
  const scene = useScene({ release });
  let folder;

  before(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'registrar-command-'));
  });
  after(() => fs.rmSync(folder, { recursive: true, force: true }));
  beforeEach(() => scene.unregister());

  test('2044, 23737: an admin registers a headless server with a token in a file', async () => {
    const file = path.join(folder, 'token');
    fs.writeFileSync(file, `${scene.cloud.issueToken().token}\n`);
    const { code, stdout, stderr } = await registrar(scene, ['register', '--token-file', file]);
    assert.equal(code, 0, stdout);
    assert.equal(stderr, '', 'no warning');
    const { workspaceId } = scene.cloud.workspaces.at(-1);
    assert.ok(stdout.includes(workspaceId), stdout);
    assert.equal((await scene.admin.registration()).workspaceRegistered, true);
  });

  test('by environment, by standard input, by option', async () => {
    const fresh = () => scene.cloud.issueToken().token;
    const ways = [
      () => registrar(scene, ['register'], { env: { REGISTRAR_TOKEN: fresh() } }),
      () => registrar(scene, ['register', '--token-file', '-'], { input: `${fresh()}\n` }),
      () => registrar(scene, ['register', '--token', fresh()]),
    ];
    for (const way of ways) {
      const { code, stderr } = await way();
      assert.equal(code, 0, stderr);
      const { code: left } = await registrar(scene, ['disconnect', '--yes']);
      assert.equal(left, 0);
    }
  });

  test('a token that is no good gives code, cause and remedy', async () => {
    const { code, stderr, stdout } = await registrar(
      scene,
      ['register', '--token', 'nonsense', '--json'],
    );
    assert.equal(code, 1);
    assert.match(stderr, /registration\.token-invalid: .+\. .+\./);
    assert.equal(JSON.parse(stdout).errorType, 'registration.token-invalid');
    assertSchema('failure', JSON.parse(stdout));
    assert.match(stderr, /^Warning: a token on the command line can be read by everybody/);
  });

  test('status, sync, diagnose and journal can be read by people and by programs', async () => {
    await scene.register();
    for (const words of [['status'], ['sync'], ['diagnose'], ['journal']]) {
      const human = await registrar(scene, words);
      assert.equal(human.code, 0, `${words}: ${human.stderr}`);
      assert.ok(human.stdout.trim().length > 0);
      const machine = await registrar(scene, [...words, '--json']);
      assertSchema(words[0], JSON.parse(machine.stdout));
    }
    assert.match((await registrar(scene, ['status'])).stdout, /^State +registered$/m);
  });

  test('disconnect asks for --yes, reconnect takes the workspace back', async () => {
    await scene.register();
    const asked = await registrar(scene, ['disconnect']);
    assert.equal(asked.code, 2);
    assert.match(asked.stderr, /--yes/);
    assert.equal((await scene.admin.registration()).workspaceRegistered, true);
    const left = await registrar(scene, ['disconnect', '--yes', '--json']);
    assertSchema('disconnect', JSON.parse(left.stdout));
    assert.equal((await scene.admin.registration()).workspaceRegistered, false);
    const back = await registrar(scene, ['reconnect', '--json']);
    assertSchema('reconnect', JSON.parse(back.stdout));
    assert.equal((await scene.admin.registration()).workspaceRegistered, true);
  });

  test('offline: the data out, the answer in', async () => {
    const out = path.join(folder, 'data');
    const exported = await registrar(scene, ['offline', 'export', out]);
    assert.equal(exported.code, 0, exported.stderr);
    const blob = scene.cloud.registerOffline(fs.readFileSync(out, 'utf8').trim());
    const answer = path.join(folder, 'answer');
    fs.writeFileSync(answer, blob);
    const imported = await registrar(scene, ['offline', 'import', answer]);
    assert.equal(imported.code, 0, imported.stderr);
    assert.equal((await scene.admin.status()).state, 'offline');
  });

  test('by e-mail: waits until the link is opened', async () => {
    let userCode;
    const { code, stderr } = await registrar(scene, ['register', '--email', 'admin@example.com'], {
      onError(text) {
        const shown = /code with the one of the link: (\S+)/.exec(text);
        if (!shown || userCode) return;
        [, userCode] = shown;
        scene.cloud.confirm({ userCode });
      },
    });
    assert.equal(code, 0, stderr);
    assert.ok(userCode, stderr);
    assert.equal((await scene.admin.registration()).workspaceRegistered, true);
  });

  describe('what goes wrong has an exit code of its own', () => {
    test('no such command: 2', async () => {
      assert.equal((await registrar(scene, ['regster'])).code, 2);
    });
    test('no server: 3', async () => {
      const { code, stderr } = await registrar(scene, ['status', '--url', 'http://127.0.0.1:1']);
      assert.equal(code, 3);
      assert.match(stderr, /127\.0\.0\.1:1 does not answer/);
    });
    test('a wrong password: 4', async () => {
      const { code } = await registrar(scene, ['status'], { env: { ROCKETCHAT_PASSWORD: 'no' } });
      assert.equal(code, 4);
    });
    test('a user who may not: 4', async () => {
      const { code } = await registrar(scene, ['status'], {
        env: { ROCKETCHAT_USER: 'user', ROCKETCHAT_PASSWORD: 'user' },
      });
      assert.equal(code, 4);
    });
  });
});
