'use strict';
// Another clone at another place, with another file mode mask and no compiler cache, gives the
// same addons and the same archives.

const crypto = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');

const { ROOT, WORK, run: runProgram } = require('../lib/work');

const COPY = path.join(WORK, 'another-clone-of-the-tree-at-a-place-with-a-longer-name');
const ADDONS = [
  { preset: 'node22', file: 'registrar.abi127.x64.node' },
  { preset: 'node20', file: 'registrar.abi115.x64.node' },
  { preset: 'node14', file: 'registrar.abi83.x64.node' },
  { preset: 'node22-arm64', file: 'registrar.abi127.arm64.node' },
  { preset: 'node20-arm64', file: 'registrar.abi115.arm64.node' },
  { preset: 'node14-arm64', file: 'registrar.abi83.arm64.node' },
];

/** @param {string} file @returns {string} */
const digest = (file) => crypto.createHash('sha256').update(fs.readFileSync(file)).digest('hex');

/** Copies what a clone has; node_modules are shared. */
function copyTree() {
  fs.rmSync(COPY, { recursive: true, force: true });
  const listed = runProgram(['git', 'ls-files', '-z'], { cwd: ROOT }).split('\0').filter(Boolean);
  for (const file of listed.filter((one) => fs.existsSync(path.join(ROOT, one)))) {
    fs.mkdirSync(path.dirname(path.join(COPY, file)), { recursive: true });
    fs.copyFileSync(path.join(ROOT, file), path.join(COPY, file));
  }
  fs.symlinkSync(path.join(ROOT, 'node_modules'), path.join(COPY, 'node_modules'));
}

/** @param {string} preset */
function buildAnew(preset) {
  const options = { cwd: COPY, env: { ...process.env, CCACHE_DISABLE: '1' } };
  runProgram(['cmake', '--preset', preset], options);
  runProgram(['cmake', '--build', '--preset', preset, '--target', 'registrar_addon'], options);
}

/** @param {typeof ADDONS[0]} addon @returns {import('../../reliability/lib/sections').Row} */
function compareAddon({ preset, file }) {
  const started = Date.now();
  buildAnew(preset);
  const [first, second] = [ROOT, COPY].map((root) => path.join(root, 'build', 'addon', file));
  const [expected, actual] = [first, second].map(digest);
  return {
    name: `${file}, built twice`,
    ok: actual === expected,
    figures: {
      sha256: expected.slice(0, 16), bytes: fs.statSync(first).size,
      seconds: Math.round((Date.now() - started) / 1000),
    },
    detail: `${first} is ${expected}, the other build is ${actual}`,
  };
}

/** @returns {import('../../reliability/lib/sections').Row} */
function compareArchives() {
  fs.cpSync(path.join(ROOT, 'build', 'addon'), path.join(COPY, 'build', 'addon'),
    { recursive: true });
  runProgram(['bash', '.ci/package', '--no-build'], { cwd: ROOT });
  runProgram(['bash', '-c', 'umask 077 && bash .ci/package --no-build'],
    { cwd: COPY, env: { ...process.env, TZ: 'Asia/Kathmandu' } });
  const [expected, actual] = [ROOT, COPY].map((root) => (
    fs.readFileSync(path.join(root, 'build', 'package-out', 'SHA256SUMS'), 'utf8')));
  return {
    name: 'archives and bill of materials, packed twice',
    ok: actual === expected,
    figures: { files: expected.trim().split('\n').length },
    detail: `${expected}\nthe other time:\n${actual}`,
  };
}

/** @param {import('../../reliability/lib/sections').Tools} tools */
async function run({ quick, row }) {
  copyTree();
  for (const addon of quick ? ADDONS.slice(0, 1) : ADDONS) row(compareAddon(addon));
  row(compareArchives());
  fs.rmSync(COPY, { recursive: true, force: true });
  return {};
}

module.exports = { name: 'same-bytes', title: 'Two builds, the same bytes', run };
