'use strict';
// What is not registrar-setup's own stays as it is, and what cannot be done well is not done.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { afterEach, beforeEach, describe, test } = require('node:test');

const { findServer } = require('../../js-shim/command/find-server');
const { startFor } = require('../host/helpers');
const { Machine, nodeOf } = require('./support');

const PRELOAD = '--require /opt/registrar/js-shim/register.js';
const DROP_IN = 'etc/systemd/system/rocketchat.service.d/registrar.conf';

/** @type {Machine} */
let machine;
beforeEach(() => {
  machine = new Machine('8');
  machine.addService();
});
afterEach(() => machine.remove());

describe('a file of variables that was there', () => {
  for (const [what, text, has] of [
    ['ends in a line', 'PORT=3000\n', `NODE_OPTIONS="${PRELOAD}"`],
    ['does not end in a line', 'PORT=3000', `NODE_OPTIONS="${PRELOAD}"`],
    ['is empty', '', `NODE_OPTIONS="${PRELOAD}"`],
    ['has options of its own', 'NODE_OPTIONS=--max-old-space-size=4096\nPORT=1\n',
      `NODE_OPTIONS="--max-old-space-size=4096 ${PRELOAD}"`],
    ['has options in quotes', "NODE_OPTIONS='--trace-warnings'\n",
      `NODE_OPTIONS="--trace-warnings ${PRELOAD}"`],
    ['exports', 'export PORT=3000\n', `export NODE_OPTIONS="${PRELOAD}"`],
  ]) {
    test(`and ${what} is added to, and is the same after the removal`, () => {
      const file = machine.write('etc/chat.env', text);
      fs.chmodSync(file, 0o640);
      const args = ['environment', '--file', file];
      assert.equal(machine.answer(args).action, 'added');
      assert.ok(machine.read('etc/chat.env').startsWith(text));
      assert.ok(machine.read('etc/chat.env').includes(`\n${has}\n`), machine.read('etc/chat.env'));
      assert.equal(machine.answer(args).action, 'unchanged');
      assert.equal(fs.statSync(file).mode & 0o777, 0o640);
      assert.equal(machine.answer([...args, '--remove']).action, 'removed');
      assert.equal(machine.read('etc/chat.env'), text);
      assert.equal(fs.statSync(file).mode & 0o777, 0o640);
    });
  }

  test('keeps what an admin wrote around the lines meanwhile', () => {
    const file = machine.write('etc/chat.env', 'PORT=3000\n');
    const args = ['environment', '--file', file];
    machine.answer(args);
    fs.writeFileSync(file, `A=1\n${machine.read('etc/chat.env')}NODE_OPTIONS=--no-warnings\n`);
    assert.equal(machine.answer(args).action, 'updated');
    assert.match(machine.read('etc/chat.env'), /"--no-warnings --require [^"]+"\n# END/);
    machine.answer([...args, '--remove']);
    assert.equal(machine.read('etc/chat.env'), 'A=1\nPORT=3000\nNODE_OPTIONS=--no-warnings\n');
  });

  test('is written through the link that leads to it', () => {
    const file = machine.write('etc/real.env', 'PORT=3000\n');
    const link = path.join(machine.root, 'etc/chat.env');
    fs.symlinkSync('real.env', link);
    machine.answer(['environment', '--file', link]);
    assert.ok(fs.lstatSync(link).isSymbolicLink());
    assert.match(fs.readFileSync(file, 'utf8'), /NODE_OPTIONS/);
  });
});

describe('lines that were changed by hand', () => {
  for (const more of [[], ['--remove']]) {
    test(`are left alone (${more.join() || 'again'})`, () => {
      machine.answer(['systemd']);
      const changed = machine.read(DROP_IN).replace('register.js', 'register.js --trace-warnings');
      machine.write(DROP_IN, changed);
      const { code, stdout } = machine.run(['systemd', ...more]);
      assert.equal(code, 1);
      assert.match(stdout, /Left alone, its lines were changed by hand: /);
      assert.equal(machine.read(DROP_IN), changed);
    });
  }

  test('a file with something else in it is not written into', () => {
    machine.write('registrar.yml', 'services: {}\n');
    const { code, stdout } = machine.run(['compose']);
    assert.equal(code, 1);
    assert.match(stdout, /Left alone, it has something else in it/);
    assert.equal(machine.read('registrar.yml'), 'services: {}\n');
  });
});

describe('a service of systemd', () => {
  const dropIn = () => machine.read(DROP_IN);

  test('that has options keeps them, wherever they are set', () => {
    machine.addService('Environment=PORT=3000 "NODE_OPTIONS=--max-old-space-size=4096"\n');
    machine.answer(['systemd']);
    assert.ok(dropIn().includes(`"NODE_OPTIONS=--max-old-space-size=4096 ${PRELOAD}"`), dropIn());
    machine.write('etc/systemd/system/rocketchat.service.d/early.conf',
      '[Service]\nEnvironment=NODE_OPTIONS=--no-warnings\n');
    assert.equal(machine.answer(['systemd']).action, 'updated');
    assert.ok(dropIn().includes(`"NODE_OPTIONS=--no-warnings ${PRELOAD}"`), dropIn());
  });

  test('whose options are set where a drop-in cannot reach is told which way can', () => {
    machine.addService('EnvironmentFile=-/etc/chat.env\n');
    machine.write('etc/chat.env', 'NODE_OPTIONS=--no-warnings\n');
    const { code, stderr } = machine.run(['systemd']);
    assert.equal(code, 1);
    assert.match(stderr, /registrar-setup environment --file \/etc\/chat\.env/);
    machine.addService();
    machine.write('etc/systemd/system/rocketchat.service.d/zz.conf',
      '[Service]\nEnvironment=NODE_OPTIONS=--no-warnings\n');
    assert.match(machine.run(['systemd']).stderr, /zz\.conf is read after registrar\.conf/);
    assert.ok(!fs.existsSync(path.join(machine.root, DROP_IN)));
  });

  test('that there is not is refused', () => {
    const { code, stderr } = machine.run(['systemd', '--service', 'chat']);
    assert.equal(code, 1);
    assert.match(stderr, /no service chat/);
  });
});

test('what was written is taken away also when server and module are gone', () => {
  machine.answer(['systemd']);
  for (const folder of ['opt/registrar', 'srv']) {
    fs.rmSync(path.join(machine.root, folder), { recursive: true });
  }
  machine.write('etc/systemd/system/rocketchat.service', '');
  const { code, stdout } = machine.run(['systemd', '--remove']);
  assert.equal(code, 0);
  assert.match(stdout, /^Removed from: .*\n\nThen: systemctl daemon-reload/);
  assert.ok(!fs.existsSync(path.dirname(path.join(machine.root, DROP_IN))));
});

test('a folder that the server\'s user cannot read is told of', () => {
  fs.chmodSync(machine.root, 0o755);
  assert.match(machine.run(['systemd']).stdout, /^ok +folder: /m);
  fs.chmodSync(path.join(machine.root, 'opt/registrar'), 0o700);
  const { code, stdout } = machine.run(['systemd']);
  assert.equal(code, 0);
  assert.match(stdout, /warning folder: \S+opt\/registrar cannot be read by everybody/);
});

describe('a server that the module does not fit', () => {
  test('gets nothing written, and the remedy', () => {
    const bundle = path.join(machine.root, 'other');
    fs.cpSync(fs.realpathSync(path.join(machine.root, 'srv/rocketchat')), bundle,
      { recursive: true });
    const app = path.join(bundle, 'programs/server/app/app.js');
    const text = fs.readFileSync(app, 'utf8');
    assert.ok(text.includes('syncWorkspace'));
    fs.writeFileSync(app, text.split('syncWorkspace').join('syncWorkspaces'));
    const { code, stdout } = machine.run(['systemd', '--bundle', bundle]);
    assert.equal(code, 1);
    assert.match(stdout, /failed +release: Does not fit/);
    assert.match(stdout, /Nothing was written, the module would not be active/);
    assert.ok(!fs.existsSync(path.join(machine.root, DROP_IN)));
  });

  test('on another Node is told', () => {
    const { code, stdout } = machine.run(['check', '--node', nodeOf('6')]);
    assert.equal(code, 0);
    assert.match(stdout, /warning abi: Node v14\.\S+ has ABI 83, the server wants 127/);
  });

  for (const [release, verdict] of [['8.6.1', 'ok'], ['8.9.9', 'warning'], ['3.0.0', 'failed']]) {
    test(`and is in an image: release ${release} is ${verdict}`, () => {
      const answer = machine.answer(['check', '--release', release]);
      assert.deepEqual(answer.checks.map((check) => check.verdict), [verdict]);
    });
  }
});

describe('what is asked for wrongly', () => {
  for (const [args, message] of [
    [[], /A way of running is missing/], [['podman'], /no way podman/],
    [['systemd', '--fiel', 'x'], /no option --fiel/], [['kubernetes'], /--image NAME/],
    [['image'], /--release/], [['docker', '--file', 'x'], /is printed, it has no file/],
    [['systemd', '--file', '-', '--remove'], /cannot be removed/],
    [['systemd', '--module', '/nowhere'], /is not the module's folder/],
    [['completion', 'csh'], /completion knows/],
  ]) {
    test(`${args.join(' ') || 'nothing'}: exit code 2, in clear words`, () => {
      const { code, stderr } = machine.run(args);
      assert.equal(code, 2, stderr);
      assert.match(stderr, message);
    });
  }

  test('a file that cannot be written: exit code 1', () => {
    const { code, stderr } = machine.run(['compose', '--file', '/nowhere/at/all.yml']);
    assert.equal(code, 1);
    assert.match(stderr, /ENOENT/);
  });
});

test('a server that runs is found, with the Node that runs it', { timeout: 60000 }, async (t) => {
  const host = await startFor(t, { release: '8' });
  const proc = fs.mkdtempSync(path.join(machine.root, 'proc-'));
  fs.symlinkSync(`/proc/${host.pid}`, path.join(proc, String(host.pid)));
  const found = findServer({ proc });
  assert.equal(found.node, fs.realpathSync(nodeOf('8')));
  assert.ok(fs.existsSync(path.join(found.bundle, 'star.json')));
  assert.equal(found.apart, undefined);
});

test('a process that stands elsewhere, or has ended, is not taken for one', () => {
  const proc = fs.mkdtempSync(path.join(machine.root, 'proc-'));
  fs.symlinkSync('/proc/self', path.join(proc, '1'));
  fs.symlinkSync('/proc/999999999', path.join(proc, '2'));
  const { bundle } = findServer({ proc });
  assert.ok(!bundle || !bundle.startsWith(proc));
});
