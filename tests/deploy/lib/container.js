'use strict';

// Containers as far as files and users go: a root file system that is entered in a mount namespace
// of its own, with what is mounted into it. Processes and the network are the machine's.

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const { prepareBundle } = require('../../host/bundle/prepare');
const { tool } = require('./tools');

const ROOT = path.join(__dirname, '..', '..', '..');
/** What a program of this machine is loaded from. */
const LIBRARIES = ['/lib', '/lib64', '/usr/lib'].filter((folder) => fs.existsSync(folder));
/** The user of the official images. */
const SERVER_USER = 65533;

/**
 * @typedef {{source: string, target: string, readOnly?: boolean}} Mount
 *
 * @typedef {object} Image
 * @property {string} root folder of its files
 * @property {Mount[]} mounts what of the machine belongs to it
 * @property {number} user
 * @property {Object<string, string>} env
 */

/** Folders that are gone after the tests. */
class Folders {
  constructor() { this.all = []; }

  /** @param {string} name @returns {string} */
  make(name) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), `registrar-${name}-`));
    fs.chmodSync(folder, 0o755);
    this.all.push(folder);
    return folder;
  }

  remove() {
    for (const folder of this.all) fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} text @returns {string} one word of a shell */
const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

/**
 * @param {Image} image
 * @param {string[]} command
 * @param {{mounts?: Mount[], readOnly?: boolean, folder?: string}} [options] `readOnly`: nothing
 *     but what is mounted can be written
 * @returns {string[]} the command that runs it in there; the process stays the same
 */
function enter({ root, mounts: own, user }, command, { mounts = [], readOnly, folder = '/' } = {}) {
  const lines = [`mount --bind ${quoted(root)} ${quoted(root)}`];
  const all = [{ source: '/dev', target: '/dev' }, { source: '/proc', target: '/proc' },
    ...own, ...mounts];
  for (const { source, target } of all) makePlace(source, path.join(root, target));
  for (const { source, target, readOnly: fixed } of all) {
    const place = quoted(path.join(root, target));
    lines.push(`mount --bind ${quoted(source)} ${place}`);
    if (fixed) lines.push(`mount -o remount,bind,ro ${place}`);
  }
  if (readOnly) lines.push(`mount -o remount,bind,ro ${quoted(root)}`);
  const shell = ['/bin/sh', '-c', `cd ${quoted(folder)} && exec "$@"`, 'sh', ...command];
  lines.push(`exec chroot --userspec=${user}:${user} ${quoted(root)} ${shell.map(quoted).join(' ')}`);
  return ['unshare', '--mount', '--propagation', 'private', 'sh', '-ec', lines.join('\n')];
}

/** @param {string} source @param {string} place where it is mounted */
function makePlace(source, place) {
  if (fs.existsSync(place)) return;
  if (fs.statSync(source).isDirectory()) {
    fs.mkdirSync(place, { recursive: true });
  } else {
    fs.mkdirSync(path.dirname(place), { recursive: true });
    fs.writeFileSync(place, '');
  }
}

/**
 * Runs a command in there to its end.
 * @param {Image} image @param {string[]} command @param {object} [options] see `enter`
 * @returns {string} what it printed
 */
function runIn(image, command, options) {
  const [program, ...args] = enter(image, command, options);
  return execFileSync(program, args, {
    encoding: 'utf8', env: { PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin', ...image.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** @param {Folders} folders @returns {Image} as busybox has it: one program, many names */
function busyboxImage(folders) {
  const root = folders.make('busybox');
  for (const folder of ['bin', 'tmp', 'etc']) fs.mkdirSync(path.join(root, folder));
  const program = path.join(root, 'bin/busybox');
  fs.copyFileSync(/** @type {string} */ (tool('bin/busybox')), program);
  fs.chmodSync(program, 0o755);
  for (const name of execFileSync(program, ['--list'], { encoding: 'utf8' }).trim().split('\n')) {
    if (name !== 'busybox') fs.symlinkSync('busybox', path.join(root, 'bin', name));
  }
  return { root, mounts: [], user: 0, env: {} };
}

/**
 * As the official images are laid out: the bundle in /app/bundle, Node in /usr/local/bin, a user
 * without rights.
 *
 * @param {Folders} folders
 * @param {{nodePackage: string}} facts
 * @param {string} release
 * @returns {Image}
 */
function serverImage(folders, { nodePackage }, release) {
  const root = folders.make('server');
  const bundle = path.join(root, 'app/bundle');
  for (const folder of ['tmp', 'data', 'etc']) fs.mkdirSync(path.join(root, folder));
  fs.writeFileSync(path.join(root, 'etc/passwd'),
    `rocketchat:x:${SERVER_USER}:${SERVER_USER}::/app:/bin/false\n`);
  fs.writeFileSync(path.join(root, 'etc/hosts'), '127.0.0.1 localhost\n');
  fs.cpSync(prepareBundle(release), bundle, { recursive: true });
  return {
    root,
    user: SERVER_USER,
    env: {},
    mounts: [
      ...LIBRARIES.map((folder) => ({ source: folder, target: folder, readOnly: true })),
      { source: /** @type {string} */ (tool('bin/busybox')), target: '/bin/sh', readOnly: true },
      {
        source: path.join(ROOT, 'node_modules', nodePackage, 'bin', 'node'),
        target: '/usr/local/bin/node',
        readOnly: true,
      },
      {
        source: path.join(ROOT, 'node_modules'),
        target: '/app/bundle/programs/server/node_modules',
        readOnly: true,
      },
    ],
  };
}

/**
 * A machine on which the server was installed by hand, with its service.
 *
 * @param {Folders} folders
 * @param {{nodePackage: string}} facts
 * @param {string} release
 * @returns {Image} entered as root
 */
function manualMachine(folders, facts, release) {
  const image = serverImage(folders, facts, release);
  const place = (/** @type {string} */ name) => path.join(image.root, name);
  fs.mkdirSync(place('opt'));
  fs.renameSync(place('app/bundle'), place('opt/Rocket.Chat'));
  fs.mkdirSync(place('etc/systemd/system'), { recursive: true });
  fs.writeFileSync(place('etc/systemd/system/rocketchat.service'), '[Service]\nUser=rocketchat\n'
    + 'ExecStart=/usr/local/bin/node /opt/Rocket.Chat/main.js\nEnvironment=PORT=3000\n');
  const programs = ['/bin', '/usr/bin'].map((folder) => (
    { source: folder, target: folder, readOnly: true }));
  const own = image.mounts.filter(({ target }) => target !== '/bin/sh').map((mount) => ({
    ...mount, target: mount.target.replace('/app/bundle', '/opt/Rocket.Chat'),
  }));
  return { ...image, user: 0, mounts: [...programs, ...own] };
}

module.exports = {
  Folders, SERVER_USER, busyboxImage, enter, manualMachine, runIn, serverImage,
};
