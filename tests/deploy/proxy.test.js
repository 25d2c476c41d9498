'use strict';
// Two instances on one database behind nginx, as deploy/nginx tells it: it takes the file, keeps a
// user with one instance, and goes on when one is gone.

const assert = require('node:assert/strict');
const { spawn, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { after, before, describe, test } = require('node:test');

const { startCloud } = require('../cloud');
const { freePort } = require('../host');
const { logIn, signIn } = require('../integration/support/person');
const { Server } = require('../integration/support/server');
const { eventually } = require('../integration/support/wait');
const { startMongo, whyNoMongo } = require('../mongo/start');
const { lacksTool, tool } = require('./lib/tools');

const NGINX = 'usr/sbin/nginx';
const FILE = path.join(__dirname, '../../deploy/nginx/rocketchat.conf');
const PORTS = { proxy: 'listen 80;', instances: ['127.0.0.1:3000', '127.0.0.1:3001'] };

/** nginx with the file of deploy/ and, around it, what Debian's nginx.conf has. */
class Proxy {
  constructor() {
    this.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'registrar-nginx-'));
    // Its workers have another user.
    fs.chmodSync(this.folder, 0o777);
    this.accessLog = path.join(this.folder, 'access.log');
  }

  /** @param {string} text of the file @returns {string[]} arguments */
  configure(text) {
    fs.writeFileSync(path.join(this.folder, 'rocketchat.conf'), text);
    const place = (name) => path.join(this.folder, name);
    const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
      .map((name) => `${name}_temp_path ${place(name)};`).join('\n');
    fs.writeFileSync(place('nginx.conf'), `daemon off;
pid ${place('pid')};
error_log ${place('error.log')};
events {}
http {
${paths}
log_format who '$http_x_user_id $upstream_addr';
access_log ${this.accessLog} who;
include ${place('rocketchat.conf')};
}`);
    return ['-p', this.folder, '-c', place('nginx.conf'), '-e', place('error.log')];
  }

  /** @param {string} text @returns {string} what nginx has against it */
  check(text) {
    const { status, stderr } = spawnSync(tool(NGINX), ['-t', '-q', ...this.configure(text)],
      { encoding: 'utf8' });
    return status === 0 ? '' : stderr;
  }

  async start(text, port) {
    this.url = `http://127.0.0.1:${port}`;
    this.child = spawn(tool(NGINX), this.configure(text), { stdio: 'ignore' });
    await eventually(() => fetch(this.url).then(() => true, () => false), { what: 'nginx' });
  }

  /** @returns {Map<string, Set<string>>} for each user the instances that answered */
  answeredBy() {
    const seen = new Map();
    for (const line of fs.readFileSync(this.accessLog, 'utf8').trim().split('\n')) {
      const [user, instance] = line.split(' ');
      if (user !== '-') seen.set(user, (seen.get(user) || new Set()).add(instance));
    }
    return seen;
  }

  async remove() {
    if (this.child) {
      const ended = new Promise((resolve) => { this.child.on('close', resolve); });
      this.child.kill('SIGTERM');
      await ended;
    }
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}

describe('nginx/rocketchat.conf', { skip: lacksTool(NGINX) }, async () => {
  const text = fs.readFileSync(FILE, 'utf8');
  const proxy = new Proxy();
  after(() => proxy.remove());

  test('is taken by nginx', () => {
    assert.equal(proxy.check(text), '');
    assert.match(proxy.check(text.replace('proxy_pass', 'proxy_pas')), /unknown directive/);
  });

  describe('in front of two instances', { skip: await whyNoMongo() }, () => {
    let cloud;
    let mongo;
    let servers = [];
    before(async () => {
      cloud = await startCloud();
      mongo = await startMongo();
      const port = await freePort();
      const env = {
        ROOT_URL: `http://127.0.0.1:${port}`, OVERWRITE_SETTING_Show_Setup_Wizard: 'completed',
      };
      servers = [0, 1].map(() => new Server({ release: '8', cloud, mongo: mongo.url(), env }));
      for (const server of servers) await server.start();
      const own = servers.reduce((changed, { url }, index) => changed
        .replace(PORTS.instances[index], url.replace('http://', '')), text)
        .replace(PORTS.proxy, `listen 127.0.0.1:${port};`);
      await proxy.start(own, port);
    });
    after(async () => {
      for (const server of servers) await server.remove();
      if (mongo) await mongo.remove();
      if (cloud) await cloud.close();
    });

    test('an admin registers by DDP and syncs by REST, and each instance knows', async () => {
      const admin = await signIn(proxy.url, 'admin');
      try {
        await admin.call('cloud:connectWorkspace', cloud.issueToken().token);
        const { status } = await admin.post('/v1/registrar.sync');
        assert.equal(status, 200);
      } finally {
        admin.close();
      }
      for (const { url } of servers) {
        const direct = await signIn(url, 'admin');
        await eventually(async () => (await direct.status()).state === 'registered',
          { what: 'the registration at each instance', limitMs: 30000 });
        direct.close();
      }
      assert.equal(cloud.workspaces.length, 1);
    });

    test('each user stays with one instance, and not all with the same', async () => {
      const ids = Array.from({ length: 20 }, (_, index) => `user${index}`);
      for (const id of ids) {
        for (let turn = 0; turn < 3; turn++) {
          await fetch(`${proxy.url}/api/info`, { headers: { 'X-User-Id': id } });
        }
      }
      const seen = await eventually(() => {
        const by = proxy.answeredBy();
        return ids.every((id) => by.has(id)) && by;
      }, { what: 'nginx\'s log' });
      assert.ok(ids.every((id) => seen.get(id).size === 1), 'one instance for each user');
      assert.equal(new Set(ids.flatMap((id) => [...seen.get(id)])).size, 2);
    });

    test('when an instance is killed, its users are served by the other one', async () => {
      await servers[0].stop('SIGKILL');
      const login = await logIn(proxy.url, 'admin', 'admin');
      for (let turn = 0; turn < 5; turn++) {
        const answer = await fetch(`${proxy.url}/api/v1/registrar.status`, {
          headers: { 'X-User-Id': login.userId, 'X-Auth-Token': login.authToken },
        });
        assert.equal((await answer.json()).status.state, 'registered');
      }
    });
  });
});
