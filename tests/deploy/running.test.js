'use strict';
// The steps of each way of running are done, one by one, in a root file system that is laid out
// like the official image: the server's own files are not touched, its user has no rights, nothing
// can be written but the database. Then the server starts, registers and syncs.

const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { after, before, describe, test } = require('node:test');

const yaml = require('js-yaml');

const { findServer } = require('../../js-shim/command/find-server');
const { environmentOf } = require('../../js-shim/command/systemd-units');
const releases = require('../host/releases.json');
const { forEachRelease } = require('../integration/support/releases');
const { useScene } = require('../integration/support/scene');
const { version } = require('../../package.json');
const { upTo } = require('./lib/compose');
const {
  Folders, SERVER_USER, busyboxImage, enter, manualMachine, runIn, serverImage,
} = require('./lib/container');
const { build } = require('./lib/dockerfile');
const { lacksContainers, lacksTool } = require('./lib/tools');

const ROOT = path.join(__dirname, '..', '..');
const ARCHIVE = `rocketchat-registrar-${version}.tar.gz`;
const skip = lacksContainers() || lacksTool('bin/busybox');
const folders = new Folders();

before(() => execFileSync('bash', ['.ci/package', '--no-build'], { cwd: ROOT }));
after(() => folders.remove());

/** @param {string} file under deploy/ @returns {string} */
const read = (file) => fs.readFileSync(path.join(ROOT, 'deploy', file), 'utf8');

/** @returns {string} a folder that has the archive, as an administrator's would */
function withArchive() {
  const folder = folders.make('admin');
  fs.copyFileSync(path.join(ROOT, 'build/package-out', ARCHIVE), path.join(folder, ARCHIVE));
  return folder;
}

/** @returns {string} what everybody may write into, as an empty volume of a pod */
function emptyVolume() {
  const folder = folders.make('volume');
  fs.chmodSync(folder, 0o777);
  return folder;
}

/** Each way gives the server's image, what is mounted into it, and its variables. */
const WAYS = {
  'docker/compose.yml': (image) => {
    const folder = withArchive();
    const [steps] = /mkdir .*/.exec(read('docker/compose.yml'));
    execFileSync('sh', ['-ec', steps], { cwd: folder });
    return { image, ...upTo(yaml.load(read('docker/compose.yml')), 'rocketchat', { folder }) };
  },

  'docker/compose-init.yml': (image) => {
    const volumes = {};
    const volume = (name) => {
      volumes[name] = volumes[name] || folders.make('volume');
      return volumes[name];
    };
    const pull = () => busyboxImage(folders);
    return {
      image,
      ...upTo(yaml.load(read('docker/compose-init.yml')), 'rocketchat',
        { folder: withArchive(), volume, pull }),
    };
  },

  'docker/Dockerfile': (image, release) => {
    const built = build(read('docker/Dockerfile'), {
      context: withArchive(),
      args: { ROCKETCHAT: releases[release].version },
      pull(name) {
        if (name.startsWith('busybox:')) return busyboxImage(folders);
        assert.equal(name, `registry.rocket.chat/rocketchat/rocket.chat:${releases[release].version}`);
        return image;
      },
    });
    assert.equal(built, image, 'the image is made from the server\'s');
    return { image, mounts: [], env: image.env };
  },

  'kubernetes/values.yaml': (image) => {
    const values = yaml.load(read('kubernetes/values.yaml'));
    const [init] = values.extraInitContainers;
    const module = build(read('docker/Dockerfile'), {
      context: withArchive(), pull: () => busyboxImage(folders), target: 'package',
    });
    const volumes = Object.fromEntries(values.extraVolumes
      .map(({ name }) => [name, emptyVolume()]));
    const mountsOf = (list) => list.map(({ name, mountPath, readOnly }) => ({
      source: volumes[name], target: mountPath, readOnly,
    }));
    runIn(module, init.command, { mounts: mountsOf(init.volumeMounts) });
    return {
      image,
      mounts: mountsOf(values.extraVolumeMounts),
      env: Object.fromEntries(values.extraEnv.map(({ name, value }) => [name, value])),
    };
  },
};

/**
 * The command that starts the server of an image, with its database and the cloud's certificate.
 * @param {{image: import('./lib/container').Image, mounts: object[], env: object}} way
 * @param {Object<string, string>} env of the process, changed
 */
function inContainer({ image, mounts, env: given, folder = '/app/bundle' }, env) {
  const data = env.MONGO_URL.replace('file://', '');
  fs.chownSync(data, SERVER_USER, SERVER_USER);
  const authority = path.join(folders.make('ca'), 'ca.pem');
  fs.copyFileSync(env.NODE_EXTRA_CA_CERTS, authority);
  Object.assign(env, given, { MONGO_URL: 'file:///data', NODE_EXTRA_CA_CERTS: '/etc/ca.pem' });
  return enter(image, ['/usr/local/bin/node', 'main.js'], {
    readOnly: true,
    folder,
    mounts: [...mounts, { source: data, target: '/data' },
      { source: authority, target: '/etc/ca.pem', readOnly: true }],
  });
}

/** @param {number} pid @returns {string} what the kernel says of a process */
const statusOf = (pid) => fs.readFileSync(`/proc/${pid}/status`, 'utf8');

forEachRelease((release) => {
  for (const [file, prepare] of Object.entries(WAYS)) {
    describe(`${file} on the official image`, { skip }, () => {
      let way;
      before(() => { way = prepare(serverImage(folders, releases[release], release), release); });
      const scene = useScene({
        release, preloads: [], wrap: (_command, env) => inContainer(way, env),
      });

      test('the server has the module, runs without rights and cannot write its own files', () => {
        assert.ok(scene.server.log.some((line) => /Registrar \S+ is active/.test(line)),
          scene.server.log.join('\n'));
        const { pid } = scene.server;
        assert.match(statusOf(pid), new RegExp(`^Uid:\\s+${SERVER_USER}\\s`, 'm'));
        const writable = fs.readFileSync(`/proc/${pid}/mountinfo`, 'utf8').trim().split('\n')
          .map((line) => line.split(' ')).filter(([, , , , , options]) => /\brw\b/.test(options))
          .map(([, , , , place]) => place);
        assert.deepEqual(writable.sort(), ['/data', '/dev', '/proc']);
      });

      test('it registers with a token and syncs', async () => {
        await scene.register();
        assert.equal((await scene.admin.registration()).workspaceRegistered, true);
        const { state, lastSync } = await scene.admin.status();
        assert.deepEqual([state, lastSync.ok], ['registered', true]);
      });

      test('registrar-setup sees from outside that it runs in a container', () => {
        const proc = folders.make('proc');
        fs.symlinkSync(`/proc/${scene.server.pid}`, path.join(proc, String(scene.server.pid)));
        const { bundle, apart } = findServer({ proc });
        assert.equal(apart, true);
        assert.ok(fs.existsSync(path.join(bundle, 'star.json')), bundle);
      });
    });
  }
}, { ownServer: true });

const DROP_IN = 'etc/systemd/system/rocketchat.service.d/registrar.conf';
const SETUP = '/opt/registrar/js-shim/setup/main.js';

/**
 * @param {string} page
 * @param {string} heading
 * @returns {string[]} the first commands below it, without those for a systemd that runs
 */
function commandsOf(page, heading) {
  const text = fs.readFileSync(path.join(ROOT, page), 'utf8');
  const [, block] = new RegExp(`^## ${heading}\\n[^]*?\`\`\`sh\\n([^]*?)\`\`\``, 'm').exec(text);
  return block.trim().split('\n').filter((line) => !line.startsWith('systemctl '));
}

/** @param {string} root @returns {string} the options that systemd gives the service */
const ofDropIn = (root) => environmentOf(
  fs.readFileSync(path.join(root, DROP_IN), 'utf8'), 'NODE_OPTIONS');

/** How an administrator puts the module on a machine, and what the server then has for options. */
const BY_HAND = {
  'running.md, Manual installation with systemd': {
    commands: commandsOf('docs/running.md', 'Manual installation with systemd'),
    options: ofDropIn,
    written: false,
  },
  'README.md, In five minutes, and its update after updating.md': {
    commands: [...commandsOf('README.md', 'In five minutes'),
      ...commandsOf('docs/updating.md', 'The module')],
    options: ofDropIn,
    written: true,
  },
  'running.md, Snap': {
    commands: commandsOf('docs/running.md', 'Snap'),
    options: (root) => /^NODE_OPTIONS=(.*)\n$/.exec(fs.readFileSync(
      path.join(root, 'var/snap/rocketchat-server/common/registrar.env'), 'utf8'))[1],
  },
};

forEachRelease((release) => {
  for (const [name, { commands, options, written }] of Object.entries(BY_HAND)) {
    describe(`${name}, on a machine with a manual installation`, { skip }, () => {
      let machine;
      before(() => {
        machine = manualMachine(folders, releases[release], release);
        fs.copyFileSync(path.join(ROOT, 'build/package-out', ARCHIVE),
          path.join(machine.root, 'tmp', ARCHIVE));
        for (const command of commands) {
          runIn(machine, ['/bin/sh', '-ec', command], { folder: '/tmp' });
        }
      });
      const scene = useScene({
        release,
        preloads: [],
        wrap: (_command, env) => inContainer({
          image: { ...machine, user: SERVER_USER },
          mounts: [],
          folder: '/opt/Rocket.Chat',
          env: { NODE_OPTIONS: options(machine.root) },
        }, env),
      });

      test('the server has the module, registers and syncs', async () => {
        assert.ok(scene.server.log.some((line) => /Registrar \S+ is active/.test(line)),
          scene.server.log.join('\n'));
        await scene.register();
        assert.equal((await scene.admin.status()).lastSync.ok, true);
      });

      if (written === undefined) return;
      test('the commands of removing.md take away what registrar-setup wrote, and no more', () => {
        const [command] = commandsOf('docs/removing.md', 'With registrar-setup');
        assert.equal(command, `${SETUP} systemd --remove`);
        const said = runIn(machine, ['/bin/sh', '-ec', command]);
        assert.match(said, written ? /Removed from: / : /Nothing to remove: /);
        assert.equal(fs.existsSync(path.dirname(path.join(machine.root, DROP_IN))), !written);
      });
    });
  }
}, { ownServer: true });
