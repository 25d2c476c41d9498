'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const { ROOT, madeOnce, run } = require('./work');

const EMULATOR = '/usr/bin/qemu-aarch64-static';

/** What an unpacked system lacks: names are looked for in the file `hosts` first. */
const NAMES = {
  hosts: '127.0.0.1 localhost\n::1 localhost\n',
  'nsswitch.conf': 'hosts: files dns\n',
};

/** What a process in a root file system gets of this machine's environment: nothing. */
const ENVIRONMENT = { HOME: '/root', LANG: 'C.UTF-8', PATH: '/usr/sbin:/usr/bin:/sbin:/bin' };

/** @returns {string} where this machine's own Debian packages come from */
function mirror() {
  const lines = run(['apt-get', 'indextargets', '--format', '$(LABEL) $(REPO_URI)',
    'Created-By: Packages']).split('\n');
  const line = lines.find((one) => one.startsWith('Debian '));
  if (!line) throw new Error('apt has no lists of Debian. Run `apt-get update`.');
  return line.slice('Debian '.length);
}

/**
 * The root file system of a Debian release, made once.
 * @param {string} suite
 * @param {'amd64'|'arm64'} architecture that of another processor is unpacked only
 * @param {string[]} packages besides the least there is
 * @returns {string} its folder
 */
function debianRoot(suite, architecture, packages) {
  return madeOnce(path.join('roots', `${suite}-${architecture}`), (folder) => {
    const own = architecture === 'amd64';
    run(['debootstrap', ...(own ? [] : ['--foreign']), '--variant=minbase',
      `--arch=${architecture}`, `--include=${packages.join(',')}`, suite, folder, mirror()]);
    if (!own) unpackForeign(folder, packages);
  });
}

/** Does what `debootstrap --foreign` leaves to a second stage, as far as it is needed here. */
function unpackForeign(folder, packages) {
  const archives = path.join(folder, 'var', 'cache', 'apt', 'archives');
  const files = fs.readdirSync(archives)
    .filter((file) => packages.some((name) => file.startsWith(`${name}_`)));
  for (const file of files) {
    run(['bash', '-c', 'set -o pipefail; dpkg-deb --fsys-tarfile "$0" |'
      + ' tar -x --keep-directory-symlink -C "$1"', path.join(archives, file), folder]);
  }
  fs.copyFileSync(EMULATOR, path.join(folder, EMULATOR));
}

/** @param {string} source @param {string} folder @param {string} [place] another one inside */
function mount(source, folder, place = source) {
  const target = path.join(folder, place);
  fs.mkdirSync(target, { recursive: true });
  run(['mount', source === '/dev' ? '--rbind' : '--bind', source, target]);
}

/**
 * Shows this tree and the folder of temporary files in a root file system, at the same places. It
 * ends with this process's mount namespace.
 * @param {string} folder
 */
function furnish(folder) {
  for (const [name, text] of Object.entries(NAMES)) {
    const file = path.join(folder, 'etc', name);
    if (!fs.existsSync(file)) fs.writeFileSync(file, text);
  }
  fs.copyFileSync('/etc/resolv.conf', path.join(folder, 'etc', 'resolv.conf'));
  for (const place of ['/proc', '/dev', os.tmpdir(), ROOT]) mount(place, folder);
}

/**
 * @param {string} folder of a root file system of this processor
 * @param {Record<string, string>} [env]
 * @returns {string[]} the command that is given another one, to be run in there
 */
function inside(folder, env = {}) {
  const assigned = Object.entries({ ...ENVIRONMENT, ...env })
    .map(([name, value]) => `${name}=${value}`);
  return ['chroot', folder, 'env', '-i', `--chdir=${ROOT}`, ...assigned];
}

module.exports = { EMULATOR, debianRoot, furnish, inside, mount };
