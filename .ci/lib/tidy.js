'use strict';
// Runs clang-tidy over the C++ sources: the rooms and their tests as the unit tests compile
// them, several in one, the room of V8 as an addon does. Two at a time. What was clean before is
// not read again while it, the project's headers and the rules are the same.

const { execFile, execFileSync } = require('child_process');
const crypto = require('crypto');
const fs = require('fs');
const path = require('path');
const { root } = require('./execute');

const JOBS = 2;
const PARTS = [
  {
    preset: 'unit-clang',
    folders: ['module/', 'hooks/', 'settings/', 'tests/unit/', 'tests/fuzz/', 'bench/'],
  },
  { preset: 'node22-clang', folders: ['module/node/', 'module/compat/', 'tests/addon/'] },
];
const CLEAN = path.join(root, 'build', 'tidy');

/** @param {string} text */
function digest(text) {
  return crypto.createHash('sha256').update(text).digest('hex');
}

/** @param {string} file */
function read(file) {
  return fs.readFileSync(path.join(root, file), 'utf8');
}

/** @returns {string} what every source's outcome depends on */
function commonGround() {
  const patterns = ['*.h', '*.inc'];
  const files = execFileSync('git', ['ls-files', ...patterns], { cwd: root });
  const headers = files.toString().trim().split('\n').filter((file) => fs.existsSync(file));
  return digest(['.clang-tidy', 'CMakeLists.txt', ...headers].map(read).join('\0'));
}

/**
 * @param {string} file what is compiled: a source, or one that CMake wrote to include several
 * @returns {string[]} the project's sources in it
 */
function sourcesOf(file) {
  const relative = path.relative(root, file);
  if (!relative.startsWith('build')) return [relative];
  return [...fs.readFileSync(file, 'utf8').matchAll(/^#include "([^"]+)"/gm)]
    .map(([, source]) => path.relative(root, source));
}

/**
 * @param {typeof PARTS[number]} part
 * @param {string} ground
 * @returns {{name: string, args: string[], mark: string}[]}
 */
function jobsOf({ preset, folders }, ground) {
  const database = path.join('build', preset);
  execFileSync('cmake', ['--preset', preset], { stdio: ['ignore', 'ignore', 'inherit'] });
  /** @type {{file: string}[]} */
  const commands = JSON.parse(read(path.join(database, 'compile_commands.json')));
  const units = commands.map(({ file }) => ({ file, sources: sourcesOf(file) }));
  const inFolders = (/** @type {string} */ name) => folders.some((one) => name.startsWith(one));
  return units.filter(({ sources }) => sources.some(inFolders)).map(({ file, sources }) => ({
    name: sources.join(' '),
    args: ['--quiet', '-p', database, file],
    mark: path.join(CLEAN, digest([ground, ...sources, ...sources.map(read)].join('\0'))),
  }));
}

/**
 * @param {{name: string, args: string[], mark: string}} job
 * @returns {Promise<boolean>} whether the source is clean
 */
function check({ name, args, mark }) {
  return new Promise((resolve) => {
    execFile('clang-tidy-14', args, { cwd: root, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      if (error) console.log(`${name}:\n${stdout.trim() || stderr.trim() || error.message}`);
      else fs.writeFileSync(mark, '');
      resolve(!error);
    });
  });
}

/** Takes jobs off the list until it is empty. */
async function work(/** @type {ReturnType<typeof jobsOf>} */ jobs) {
  let failed = 0;
  for (let job = jobs.pop(); job; job = jobs.pop()) failed += await check(job) ? 0 : 1;
  return failed;
}

async function main() {
  process.chdir(root);
  fs.mkdirSync(CLEAN, { recursive: true });
  const ground = commonGround();
  const all = PARTS.flatMap((part) => jobsOf(part, ground));
  const jobs = all.filter(({ mark }) => !fs.existsSync(mark));
  console.log(`tidy: ${jobs.length} of ${all.length} compilations to read`);
  const failures = await Promise.all(Array.from({ length: JOBS }, () => work(jobs)));
  process.exitCode = failures.some((count) => count > 0) ? 1 : 0;
}

main();
