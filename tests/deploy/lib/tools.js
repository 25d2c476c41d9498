'use strict';

// Programs of Debian packages that are called and not installed: `npm run setup` puts them into
// build/tools.

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const FOLDER = path.join(__dirname, '..', '..', '..', 'build', 'tools');

/** @param {string} file in its package, such as `usr/bin/promtool` @returns {string|undefined} */
function tool(file) {
  const taken = path.join(FOLDER, file);
  if (fs.existsSync(taken)) return taken;
  const installed = path.join('/', file);
  return fs.existsSync(installed) ? installed : undefined;
}

/** @param {...string} files @returns {false|string} for a test's `skip`: what is not there */
function lacksTool(...files) {
  const missing = files.find((file) => !tool(file));
  return missing ? `${path.basename(missing)} is not there: npm run setup` : false;
}

/** @returns {false|string} for a test's `skip`: why no root file system can be entered */
function lacksContainers() {
  if (process.getuid() !== 0) return 'entering a root file system needs root';
  const { status, stderr } = spawnSync('unshare', ['--mount', '--propagation', 'private',
    'mount', '--bind', '/usr', '/usr'], { encoding: 'utf8' });
  return status === 0 ? false : `file systems cannot be mounted here (${String(stderr).trim()})`;
}

module.exports = { lacksContainers, lacksTool, tool };
