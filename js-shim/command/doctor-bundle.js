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

const CHILD_LIMIT_MS = 20000;
const ABI_OF_MAJOR = /** @type {Object<number, string>} */ ({
  5: '83', 6: '83', 7: '115', 8: '127',
});

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
 * @param {import('./find-server').Found} found where the server is
 * @param {boolean} [named] whether somebody said where
 * @returns {{checks: Check[], version?: string}} with the server's release, if it could be told
 */
function inspectBundle(found, named = false) {
  const { bundle, looked } = found;
  if (!bundle) {
    const where = looked.join(', ');
    return {
      checks: [
        named ? failed('bundle', `There is no server in ${where}.`,
          'Give the folder that has star.json: --bundle DIR.')
          : skipped('bundle', `No server runs here, and there is none in ${where}; `
            + '--bundle DIR names its folder.'),
        ...checkAddon(found),
      ],
    };
  }
  let tree;
  try {
    tree = applicationTree(bundle);
  } catch (error) {
    return {
      checks: [failed('bundle', `${bundle}: ${/** @type {Error} */ (error).message}.`,
        'Install the server again, or give another folder with --bundle DIR.')],
    };
  }
  const version = serverVersion(tree);
  return {
    version,
    checks: [
      ok('bundle', `Rocket.Chat ${version || 'of unknown version'} in ${bundle}`),
      ...checkRelease(tree, version),
      ...checkAddon(found, ABI_OF_MAJOR[Number.parseInt(version, 10)]),
    ],
  };
}

/**
 * What can be said of a release by its number alone.
 *
 * @param {string} version
 * @returns {Check}
 */
function checkNumber(version) {
  const { layouts } = /** @type {any} */ (require('../../manifest.json'));
  const ofMajor = layouts.filter((/** @type {any} */ { major }) => (
    major === Number.parseInt(version, 10)));
  if (ofMajor.some((/** @type {any} */ { tested }) => tested.includes(version))) {
    return ok('release', `${version} is tested`);
  }
  return ofMajor.length > 0
    ? warning('release', `${version} was not tested.`,
      'The first line of the server\'s log tells whether it fits.')
    : failed('release', `This module does not know release ${version}.`, OTHER_MODULE);
}

/** @param {import('../tree').Tree} tree @param {string} version @returns {Check[]} */
function checkRelease(tree, version) {
  const manifest = /** @type {any} */ (require('../../manifest.json'));
  const { layout, reason } = chooseLayout(tree, manifest, version);
  if (!layout) return [failed('release', `Does not fit: ${reason}`, OTHER_MODULE)];
  const tested = layout.tested.includes(version);
  return [
    tested ? ok('release', `${version} is tested`)
      : warning('release', `${version} fits the layout ${layout.name}, but was not tested.`,
        `Tested are ${manifest.layouts.flatMap((/** @type {any} */ one) => one.tested).join(', ')}.`),
    ok('shim', `${layout.files.size} files of the server would be replaced`),
  ];
}

const OTHER_MODULE = 'Take a release of the module that knows this server; until then the server '
  + 'runs its own code.';

const LOAD = `
  const { loadAddon } = require(process.argv[1]);
  loadAddon();
  process.stdout.write(JSON.stringify({ version: process.version, abi: process.versions.modules }));
`;

/**
 * Loads the addon in a process of its own: a damaged one may end it.
 *
 * @param {import('./find-server').Found} found
 * @param {string} [wanted] ABI of the release's Node
 * @returns {Check[]}
 */
function checkAddon({ apart, node = process.execPath }, wanted) {
  if (apart) {
    return [skipped('addon', 'The server runs in a container: run "registrar doctor" in there.')];
  }
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

module.exports = { checkNumber, inspectBundle };
