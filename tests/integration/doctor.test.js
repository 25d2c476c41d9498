'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { after, before, describe, test } = require('node:test');

const { prepareBundle } = require('../host/bundle/prepare');
const releases = require('../host/releases.json');
const { startProxy } = require('../cloud/proxy');
const { registrar } = require('./support/command');
const { chosenReleases, realServer } = require('./support/releases');
const { useScene } = require('./support/scene');
const { assertNoSecrets } = require('./support/secrets');
const { assertSchema } = require('./support/command-schema');

const ROOT = path.join(__dirname, '../..');
const skip = realServer() && 'it looks at a bundle of its own';
const nodeOf = (release) => path.join(
  ROOT,
  'node_modules',
  releases[release].nodePackage,
  'bin/node',
);

for (const release of chosenReleases(['6', '8'])) {
  describe(`the doctor on release ${release}`, { skip }, () => {
    const scene = useScene({ release });
    let folder;
    before(async () => {
      folder = fs.mkdtempSync(path.join(os.tmpdir(), 'registrar-doctor-'));
      await scene.register();
    });
    after(() => fs.rmSync(folder, { recursive: true, force: true }));

    /** @param {string[]} more @param {Object<string, string>} [env] */
    const doctor = async (more = [], env = {}) => {
      const { code, stdout, stderr } = await registrar(scene, ['doctor', '--json',
        '--bundle', prepareBundle(release), '--node', nodeOf(release),
        '--cloud', scene.cloud.url, '--collector', scene.cloud.url, ...more], {
        env: { NODE_EXTRA_CA_CERTS: scene.cloud.caFile, ...env },
      });
      assert.ok(stdout, stderr);
      const answer = JSON.parse(stdout);
      assertSchema('doctor', answer);
      const of = (name) => answer.checks.find((check) => check.name === name) || {};
      return { code, checks: answer.checks, of };
    };

    test('finds everything in order', async () => {
      const { code, checks, of } = await doctor();
      assert.equal(code, 0, JSON.stringify(checks));
      for (const name of ['bundle', 'release', 'shim', 'abi', 'addon', 'proxy', 'lookup', 'cloud',
        'clock', 'collector', 'server', 'server tls', 'server token']) {
        assert.equal(of(name).verdict, 'ok', `${name}: ${JSON.stringify(of(name))}`);
      }
      assert.match(of('shim').detail, /^\d+ files of the server/);
      assert.match(of('tls').detail, /\d{4}-\d\d-\d\d to \d{4}-\d\d-\d\d/);
    });

    test('works while no server runs', async () => {
      const { code, of } = await doctor(['--url', 'http://127.0.0.1:1']);
      assert.equal(code, 0);
      assert.equal(of('server').verdict, 'warning');
      assert.equal(of('addon').verdict, 'ok');
    });

    test('tells what is wrong, with a remedy', async () => {
      const { code, of } = await doctor([], { NODE_EXTRA_CA_CERTS: '' });
      assert.equal(code, 1);
      assert.equal(of('tls').verdict, 'failed');
      assert.match(of('tls').remedy, /NODE_EXTRA_CA_CERTS/);
      const away = await doctor(['--cloud', 'https://localhost:1', '--bundle', folder,
        '--collector', 'https://localhost:1']);
      assert.equal(away.code, 1);
      assert.equal(away.of('bundle').verdict, 'failed');
      assert.equal(away.of('cloud').verdict, 'failed');
      assert.equal(away.of('collector').verdict, 'warning');
    });

    test('goes by the proxy', async () => {
      const proxy = await startProxy();
      try {
        const { code, checks, of } = await doctor([], { HTTPS_PROXY: proxy.url });
        assert.equal(code, 0, JSON.stringify(checks));
        assert.match(of('proxy').detail, new RegExp(`:${new URL(proxy.url).port}$`));
      } finally {
        await proxy.close();
      }
    });

    test('a support bundle has no secret', async () => {
      const planted = (place) => `planted-${place}!`;
      const log = path.join(folder, 'log');
      fs.writeFileSync(log, [
        `{"msg":"Registrar: sync failed","client_secret":"${planted('log')}"}`,
        `cloud said Bearer ${planted('bearer')}`,
        `registrar got REG_TOKEN=${planted('environment')} and ${planted('environment')} again`,
        `cloud mongodb://root:${planted('mongo')}@db/x`,
        'a line about something else',
      ].join('\n'));
      await scene.admin.call('cloud:connectWorkspace', planted('journal')).catch(() => {});
      await scene.admin.set('Registrar_Proxy', `http://user:${planted('setting')}@127.0.0.1:1`);
      await scene.admin.press('registrar:sync');
      const file = path.join(folder, 'bundle.json');
      const { code, stdout, stderr } = await registrar(scene, ['support-bundle', file, '--json',
        '--log', log, '--cloud', scene.cloud.url, '--collector', scene.cloud.url], {
        env: {
          NODE_EXTRA_CA_CERTS: scene.cloud.caFile,
          REG_TOKEN: planted('environment'),
          MONGO_URL: `mongodb://root:${planted('mongo')}@db/x`,
          ROCKETCHAT_TWO_FACTOR_CODE: planted('code'),
          HTTPS_PROXY: `http://user:${planted('proxy')}@127.0.0.1:1`,
        },
      });
      await scene.admin.set('Registrar_Proxy', '');
      assert.equal(code, 0, stderr);
      assertSchema('support-bundle', JSON.parse(stdout));
      assert.equal(fs.statSync(file).mode & 0o777, 0o600);
      const text = fs.readFileSync(file, 'utf8');
      const bundle = JSON.parse(text);
      assert.doesNotMatch(text, /planted-/);
      assertNoSecrets(scene.cloud, text, 'the support bundle');
      assert.equal(bundle.status.state, 'registered');
      assert.ok(bundle.journal.length > 0);
      assert.equal(bundle.log.length, 4);
      assert.ok(bundle.doctor.some(({ name }) => name === 'server tls'));
    });
  });
}
