'use strict';

// Where the server and its Node are on this machine, found without asking anybody: a server that
// runs, a unit of systemd that starts one, the places where the vendor puts it.

const fs = require('fs');
const path = require('path');
const { findUnits } = require('./systemd-units');

// Where the vendor's images and manuals put a server.
const PLACES = ['/app/bundle', '/app', '/opt/Rocket.Chat', '/opt/rocketchat/bundle'];

/**
 * @typedef {{bundle: string, node?: string, apart?: boolean}} Server
 *
 * @typedef {object} Found
 * @property {string} [bundle] folder of the server, as this process reaches it
 * @property {string} [node] the Node that runs it, if it is known and can be run from here
 * @property {boolean} [apart] whether it runs in a container, with files and libraries of its own
 * @property {string[]} looked where it was looked for
 */

/** @param {string} folder */
const isBundle = (folder) => fs.existsSync(path.join(folder, 'star.json'))
  && fs.existsSync(path.join(folder, 'programs/server/program.json'));

/**
 * @param {object} [options]
 * @param {string} [options.bundle] the only folder to look in, or its `bundle`
 * @param {string} [options.node]
 * @param {string} [options.root] the root of the file system that the server is in
 * @param {string} [options.service] of systemd, whose server is meant
 * @param {boolean} [options.inContainer] whether only one in a container is meant
 * @param {string} [options.proc] where the kernel tells of processes
 * @returns {Found}
 */
function findServer({
  bundle, node, root = '/', service, inContainer, proc = '/proc',
} = {}) {
  const running = root === '/' ? runningServers(proc) : [];
  if (bundle) {
    const folder = [bundle, path.join(bundle, 'bundle')].find(isBundle);
    const same = running.find((one) => folder && one.bundle === path.resolve(folder));
    return { looked: [bundle], bundle: folder && path.resolve(folder), ...only({ ...same, node }) };
  }
  const apart = running.filter((one) => one.apart);
  const candidates = inContainer ? apart
    : [...installed(root, service, running.filter((one) => !one.apart)), ...apart];
  const found = candidates.find((one) => isBundle(one.bundle));
  return {
    looked: PLACES,
    ...(found && { ...found, bundle: path.resolve(found.bundle) }),
    ...only({ node }),
  };
}

/**
 * @param {string} root
 * @param {string|undefined} service
 * @param {Server[]} running
 * @returns {Server[]} where a server may be that is in no container, the likeliest first
 */
function installed(root, service, running) {
  const started = findUnits(root).map(({ name, bundle, node }) => ({
    name, bundle: path.join(root, bundle), node: node && path.join(root, node),
  }));
  const meant = started.filter(({ name }) => name === service);
  const usual = PLACES.map((place) => path.join(root, place));
  return [
    ...[...meant, ...running, ...started]
      .map(({ bundle, node }) => ({ bundle, ...only({ node }) })),
    ...[...usual, '.'].map((bundle) => ({ bundle })),
  ];
}

/** @param {{node?: string, apart?: boolean}} given @returns {object} what of it is known */
function only({ node, apart }) {
  return { ...(node && { node }), ...(apart && { apart }) };
}

/**
 * A server stands in `programs/server` of its bundle while it runs, however it was started.
 *
 * @param {string} proc
 * @returns {Server[]}
 */
function runningServers(proc) {
  return numbersIn(proc).map((pid) => serverOf(path.join(proc, pid)))
    .filter(/** @returns {one is Server} */ (one) => one !== undefined);
}

/** @param {string} proc @returns {string[]} names of the folders of processes */
function numbersIn(proc) {
  try {
    return fs.readdirSync(proc).filter((name) => /^\d+$/.test(name));
  } catch (_) {
    return [];
  }
}

/**
 * @param {string} folder of a process
 * @returns {Server|undefined}
 */
function serverOf(folder) {
  try {
    const place = /^(.*)\/programs\/server$/.exec(fs.readlinkSync(path.join(folder, 'cwd')));
    if (!place) return undefined;
    const node = fs.readlinkSync(path.join(folder, 'exe'));
    if (!/^node(js)?( \(deleted\))?$/.test(path.basename(node))) return undefined;
    const apart = !sameFolder(path.join(folder, 'root'), '/');
    // Of a container the kernel tells the place inside, of a changed root the one out here.
    const inside = path.join(folder, 'root', place[1]);
    const bundle = [...(apart ? [inside] : []), place[1]].find(isBundle);
    return bundle
      ? { bundle, ...(apart ? { apart } : fs.existsSync(node) && { node }) } : undefined;
  } catch (_) {
    // It has ended, or belongs to somebody else.
    return undefined;
  }
}

/** @param {string} one @param {string} other */
function sameFolder(one, other) {
  const [a, b] = [fs.statSync(one), fs.statSync(other)];
  return a.dev === b.dev && a.ino === b.ino;
}

module.exports = { findServer, isBundle };
