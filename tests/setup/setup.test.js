'use strict';
// An admin lets registrar-setup write what a way of running needs, on each Node of a server.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { afterEach, beforeEach, describe, test } = require('node:test');

const { assertSchema } = require('../integration/support/command-schema');
const { Machine } = require('./support');

const PRELOAD = '--require /opt/registrar/js-shim/register.js';
const DROP_IN = 'etc/systemd/system/rocketchat.service.d/registrar.conf';

/** Each way that writes a file: where, what is asked for, what has to be in it. */
const WRITING = [
  { way: 'systemd', file: DROP_IN, args: [], has: `Environment="NODE_OPTIONS=${PRELOAD}"` },
  { way: 'compose', file: 'registrar.yml', args: [], has: `NODE_OPTIONS: ${PRELOAD}\n` },
  { way: 'compose-init', file: 'registrar.yml', args: [], has: 'service_completed_successfully' },
  {
    way: 'image', file: 'Dockerfile.registrar', args: ['--release', '7.2.0'],
    has: 'ARG ROCKETCHAT=7.2.0\n',
  },
  {
    way: 'kubernetes', file: 'registrar.yaml', args: ['--image', 'hub.example.org/registrar:1'],
    has: 'image: hub.example.org/registrar:1\n',
  },
  { way: 'pm2', file: 'registrar.config.js', args: [], has: `NODE_OPTIONS: '${PRELOAD}'` },
  {
    way: 'environment', file: 'etc/default/chat', args: ['--file', 'etc/default/chat'],
    has: `NODE_OPTIONS="${PRELOAD}"\n`,
  },
];

for (const release of ['6', '7', '8']) {
  describe(`on the Node of release ${release}`, () => {
    /** @type {Machine} */
    let machine;
    beforeEach(() => {
      machine = new Machine(release);
      machine.addService();
      fs.mkdirSync(path.join(machine.root, 'etc/default'));
    });
    afterEach(() => machine.remove());

    for (const { way, file, args, has } of WRITING) {
      test(`${way}: tried, written, written again, removed: as it was`, () => {
        const before = machine.snapshot();
        const tried = machine.answer([way, ...args, '--dry-run']);
        assertSchema('setup', tried);
        assert.deepEqual([tried.success, tried.action, tried.dryRun], [true, 'created', true]);
        assert.deepEqual(machine.snapshot(), before, 'a trial writes nothing');

        const done = machine.answer([way, ...args]);
        assertSchema('setup', done);
        assert.equal(done.action, 'created');
        const after = machine.snapshot();
        const changed = Object.keys(after).filter((name) => after[name] !== before[name]);
        assert.deepEqual(changed.filter((name) => name !== path.dirname(file)), [file]);
        assert.ok(machine.read(file).includes(has), machine.read(file));
        assert.ok(machine.read(file).includes(tried.content));

        assert.equal(machine.answer([way, ...args]).action, 'unchanged');
        assert.deepEqual(machine.snapshot(), after, 'nothing is done twice');

        assert.equal(machine.answer([way, ...args, '--remove', '--dry-run']).action, 'removed');
        assert.deepEqual(machine.snapshot(), after);
        assert.equal(machine.answer([way, ...args, '--remove']).action, 'removed');
        assert.deepEqual(machine.snapshot(), before);
        assert.equal(machine.answer([way, ...args, '--remove']).action, 'absent');
      });
    }

    test('docker and environment print, and write nothing', () => {
      const before = machine.snapshot();
      for (const way of ['docker', 'environment']) {
        const { code, stdout } = machine.run([way]);
        assert.equal(code, 0);
        assert.ok(stdout.includes(`NODE_OPTIONS="${PRELOAD}"`), stdout);
        assertSchema('setup', machine.answer([way]));
      }
      assert.deepEqual(machine.snapshot(), before);
    });

    test('check finds the service\'s server and its Node, and says that the module fits', () => {
      const answer = machine.answer(['check']);
      assertSchema('doctor', answer);
      const of = (name) => answer.checks.find((check) => check.name === name);
      assert.match(of('bundle').detail, new RegExp(`^Rocket.Chat ${release}\\..*srv/rocketchat$`));
      for (const name of ['release', 'shim', 'abi', 'addon']) {
        assert.equal(of(name).verdict, 'ok', JSON.stringify(of(name)));
      }
      assert.equal(machine.run(['check']).code, 0);
    });
  });
}
