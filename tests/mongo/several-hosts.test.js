'use strict';

const assert = require('node:assert/strict');
const path = require('node:path');
const { test } = require('node:test');

const { login, rest, run, startFor } = require('../host/helpers');
const { startMongo, whyNoMongo } = require('./start');
const { forEachReleaseOnMongo } = require('./support');

const limit = { timeout: 60000 };
const PORT_FILE = path.join(__dirname, '..', '..', 'js-shim', 'port.js');
const ROUNDS = 25;

/** Gives the module's own functions for documents, inside a server. */
const IN_SERVER = `
  const { settings } = await require('/app/settings/server/index.ts');
  const { Settings } = await require('@rocket.chat/models');
  const database = () => Package.mongo.MongoInternals.defaultRemoteCollectionDriver().mongo.db;
  const { createPort } = process.mainModule.require(${JSON.stringify(PORT_FILE)});
  const port = createPort({ database, get() {}, find() {} }, { services: {} }, {});`;

/** Two servers on one database, the second started after the first is ready. */
async function startTwo(t, release, mongo) {
  const start = () => startFor(t, { release, mongo, preload: 'console.js' });
  const hosts = [await start(), await start()];
  const admin = await login(hosts[0], 'admin');
  return { hosts, admin, inServer: (host, code) => run(host, admin, IN_SERVER + code) };
}

forEachReleaseOnMongo((release, database) => {
  test('what one instance writes is in the database of the other, not in its cache', limit,
    async (t) => {
      const { hosts: [one, other], admin, inServer } = await startTwo(t, release, database('see'));
      const body = { value: 'https://one.example' };
      const { status } = await rest(one, 'POST', 'settings/Website', { as: admin, body });
      assert.equal(status, 200);
      const read = await rest(other, 'GET', 'settings/Website', { as: admin });
      assert.equal(read.body.value, body.value);
      assert.equal(await inServer(other, 'return settings.get(\'Website\');'), '');
      const told = await inServer(other, `settings.set(await Settings.findOneById('Website'));
        return settings.get('Website');`);
      assert.equal(told, body.value);
    });

  test('of two instances that replace one revision exactly one succeeds', limit, async (t) => {
    const { hosts, inServer } = await startTwo(t, release, database('race'));
    for (let expectedRev = 0; expectedRev < ROUNDS; expectedRev++) {
      const answers = await Promise.all(hosts.map((host, by) => inServer(host,
        `return port.replaceDocument({ id: 'lease', document: { by: ${by} },
          expectedRev: ${expectedRev} });`)));
      assert.deepEqual([...answers].sort(), [false, true], `revision ${expectedRev}`);
      const document = await inServer(hosts[0], 'return port.findDocument({ id: \'lease\' });');
      assert.deepEqual(document, { by: answers.indexOf(true), rev: expectedRev + 1 });
    }
    const remove = `return port.deleteDocument({ id: 'lease', expectedRev: ${ROUNDS - 1} });`;
    assert.equal(await inServer(hosts[1], remove), false);
  });

  test('an instance that is killed leaves everything behind for the next', limit, async (t) => {
    const mongoUrl = database('kill');
    const { hosts: [one, other], inServer } = await startTwo(t, release, mongoUrl);
    await inServer(one, `await Settings.updateValueById('Website', 'kept');
      return port.replaceDocument({ id: 'journal', document: { step: 1 }, expectedRev: 0 });`);
    await one.kill();
    const journal = await inServer(other, 'return port.findDocument({ id: \'journal\' });');
    assert.deepEqual(journal, { step: 1, rev: 1 });
    const next = await startFor(t, { release, mongo: mongoUrl, preload: 'console.js' });
    assert.equal(await inServer(next, 'return settings.get(\'Website\');'), 'kept');
  });
});

test('a database server that was stopped has everything when it is started again', limit,
  async (t) => {
    const reason = await whyNoMongo();
    if (reason) {
      t.skip(reason);
      return;
    }
    const first = await startMongo();
    t.after(() => first.remove());
    const host = await startFor(t, { release: '8', mongo: first.url(), preload: 'console.js' });
    const admin = await login(host, 'admin');
    await rest(host, 'POST', 'settings/Website', { as: admin, body: { value: 'kept' } });
    await first.stop();
    const again = await startMongo({ dataDir: first.dataDir, port: first.port });
    t.after(() => again.kill());
    // The server was not restarted: its driver finds the database again by itself.
    const { body } = await rest(host, 'GET', 'settings/Website', { as: admin });
    assert.equal(body.value, 'kept');
  });
