'use strict';

// What the doctor finds out about an installation without running the server: its files are read,
// and a child process of the server's Node loads the addon.

const { spawnSync } = require('child_process');
const fs = require('fs');
const path = require('path');
const vm = require('vm');
const { chooseLayout } = require('../fit');
const { serverVersion } = require('../tree');
const {
  failed, ok, skipped, warning,
} = require('./check');

/** @typedef {import('./check').Check} Check */

// Where the vendor's images and manuals put a server.
const PLACES = ['/app/bundle', '/app', '/opt/Rocket.Chat', '/opt/rocketchat/bundle', '.'];
const CHILD_LIMIT_MS = 20000;
const ABI_OF_MAJOR = /** @type {Object<number, string>} */ ({
  5: '83', 6: '83', 7: '115', 8: '127',
});

/**
 * @param {string} [given] the folder of a bundle
 * @returns {string|undefined} the folder that has one, absolute
 */
function findBundle(given) {
  const places = given ? [given, path.join(given, 'bundle')] : PLACES;
  const found = places.find((folder) => fs.existsSync(path.join(folder, 'star.json'))
    && fs.existsSync(path.join(folder, 'programs/server/program.json')));
  return found && path.resolve(found);
}

/**
 * The application's tree of files, from the text of the bundle: the program is run up to
 * `meteorInstall` with nothing around it, none of its files is.
 *
 * @param {string} bundle
 * @returns {import('../tree').Tree}
 * @throws {Error} when no program of the bundle installs an application
 */
function applicationTree(bundle) {
  const server = path.join(bundle, 'programs/server');
  const { load } = JSON.parse(fs.readFileSync(path.join(server, 'program.json'), 'utf8'));
  for (const { path: file } of [...load].reverse()) {
    const source = fs.readFileSync(path.join(server, file), 'utf8');
    if (/\bmeteorInstall\s*\(/.test(source) && source.includes('main.ts')) {
      const tree = installedBy(source, file);
      if (tree) return tree;
    }
  }
  throw new Error('no program of the bundle installs an application');
}

/**
 * @param {string} source of a program
 * @param {string} filename
 * @returns {import('../tree').Tree|undefined} the application that it installs
 */
function installedBy(source, filename) {
  /** @type {any} */
  let tree;
  const install = (/** @type {any} */ files) => {
    if (files && files.server && files.server['main.ts']) tree = files;
    return anything;
  };
  const asked = /** @type {Object<string, any>} */ ({
    meteorInstall: install,
    queue: (/** @type {string} */ _name, /** @type {() => any} */ run) => run(),
  });
  // Whatever else the program asks of its packages answers with itself.
  /** @type {any} */
  const anything = new Proxy(() => {}, {
    get: (_target, key) => asked[String(key)] || anything,
    apply: () => anything,
    construct: () => anything,
  });
  try {
    vm.runInNewContext(source, { Package: anything, Npm: anything, meteorInstall: install }, {
      filename, timeout: CHILD_LIMIT_MS,
    });
  } catch (_) {
    // What the program does after its files are there does not matter.
  }
  return tree;
}

/**
 * @param {object} options
 * @param {string} [options.bundle] folder of the server's bundle
 * @param {string} [options.node] the server's Node, where it is not this one
 * @returns {Check[]}
 */
function checkBundle({ bundle, node }) {
  const folder = findBundle(bundle);
  if (!folder) {
    const where = bundle || PLACES.filter((place) => place !== '.').join(', ');
    return [
      bundle ? failed('bundle', `There is no server in ${where}.`,
        'Give the folder that has star.json: --bundle DIR.')
        : skipped('bundle', `There is no server in ${where}; --bundle DIR names its folder.`),
      ...checkAddon(node || process.execPath),
    ];
  }
  let tree;
  try {
    tree = applicationTree(folder);
  } catch (error) {
    return [failed('bundle', `${folder}: ${/** @type {Error} */ (error).message}.`,
      'Install the server again, or give another folder with --bundle DIR.')];
  }
  const version = serverVersion(tree);
  return [
    ok('bundle', `Rocket.Chat ${version || 'of unknown version'} in ${folder}`),
    ...checkRelease(tree, version),
    ...checkAddon(node || process.execPath, ABI_OF_MAJOR[Number.parseInt(version, 10)]),
  ];
}

/** @param {import('../tree').Tree} tree @param {string} version @returns {Check[]} */
function checkRelease(tree, version) {
  const manifest = /** @type {any} */ (require('../../manifest.json'));
  const { layout, reason } = chooseLayout(tree, manifest, version);
  const other = 'Take a release of the module that knows this server; until then the server runs '
    + 'its own code.';
  if (!layout) return [failed('release', `Does not fit: ${reason}`, other)];
  const tested = layout.tested.includes(version);
  return [
    tested ? ok('release', `${version} is tested`)
      : warning('release', `${version} fits the layout ${layout.name}, but was not tested.`,
        `Tested are ${manifest.layouts.flatMap((/** @type {any} */ one) => one.tested).join(', ')}.`),
    ok('shim', `${layout.files.size} files of the server would be replaced`),
  ];
}

const LOAD = `
  const { loadAddon } = require(process.argv[1]);
  loadAddon();
  process.stdout.write(JSON.stringify({ version: process.version, abi: process.versions.modules }));
`;

/**
 * Loads the addon in a process of its own: a damaged one may end it.
 *
 * @param {string} node
 * @param {string} [wanted] ABI of the release's Node
 * @returns {Check[]}
 */
function checkAddon(node, wanted) {
  const env = { ...process.env };
  delete env.NODE_OPTIONS;
  const child = spawnSync(node, ['-e', LOAD, path.join(__dirname, '..', 'addon.js')], {
    encoding: 'utf8', timeout: CHILD_LIMIT_MS, env,
  });
  if (child.error) {
    return [failed('node', `${node} cannot be run: ${child.error.message}.`,
      'Give the Node that runs the server: --node FILE.')];
  }
  if (child.status !== 0) {
    const [, why] = /Error: (.*)/.exec(child.stderr) || [];
    return [failed('addon', why || `${node} ends with ${child.signal || child.status}.`,
      'Take the package for this processor, or give the Node that runs the server: --node FILE.')];
  }
  const { version, abi } = JSON.parse(child.stdout);
  return [
    !wanted || wanted === abi ? ok('abi', `Node ${version} has ABI ${abi}`)
      : warning('abi', `Node ${version} has ABI ${abi}, the server wants ${wanted}.`,
        'Give the Node that runs the server: --node FILE.'),
    ok('addon', 'loads'),
  ];
}

module.exports = { checkBundle };
