'use strict';

const assert = require('node:assert/strict');
const crypto = require('node:crypto');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { after, before, test } = require('node:test');

const { startCloud } = require('../cloud');
const { signIn, Visitor } = require('./support/person');
const { forEachRelease } = require('./support/releases');
const { ROOT, Server } = require('./support/server');

const PARTS = ['js-shim', 'settings', 'manifest.json', 'package.json', 'build/addon'];
const CHECKSUM = '.sha256';

// Where an ELF file names its processor, and two of them.
const E_MACHINE = 18;
const EM_X86_64 = 62;
const EM_AARCH64 = 183;

/**
 * @returns {string} a folder with a copy of what is installed on a server; of the addons those for
 *   this processor only, as others may have been built as well
 */
function copyModule() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'registrar-module-'));
  const filter = (/** @type {string} */ file) => {
    const name = path.basename(file);
    return !name.startsWith('registrar.abi') || name.includes(`.${process.arch}.node`);
  };
  for (const part of PARTS) {
    fs.cpSync(path.join(ROOT, part), path.join(folder, part), { recursive: true, filter });
  }
  return folder;
}

/** @param {string} folder @returns {string[]} paths of the addons in a copy */
function addonsIn(folder) {
  const place = path.join(folder, 'build', 'addon');
  const files = fs.readdirSync(place).filter((name) => name.endsWith('.node'));
  assert.ok(files.length > 1, 'addons were built for several releases of Node');
  return files.map((name) => path.join(place, name)).sort();
}

/** Changes some bytes in the middle, as a bad disk would. */
function damage(file) {
  const bytes = fs.readFileSync(file);
  bytes.fill(0xff, bytes.length / 2, bytes.length / 2 + 64);
  fs.writeFileSync(file, bytes);
}

function truncate(file) {
  fs.truncateSync(file, Math.floor(fs.statSync(file).size / 2));
}

/** Gives each addon the content of the next one: whole, but made for another Node. */
function rotate(files, withChecksums) {
  const copies = files.map((file) => fs.readFileSync(file));
  const sums = files.map((file) => fs.readFileSync(file + CHECKSUM));
  files.forEach((file, index) => {
    const other = (index + 1) % files.length;
    fs.writeFileSync(file, copies[other]);
    if (withChecksums) fs.writeFileSync(file + CHECKSUM, sums[other]);
  });
}

/** Says in the header of the file, and in its checksum, that it is for a processor of ARM. */
function turnToArm(file) {
  const bytes = fs.readFileSync(file);
  assert.equal(bytes.readUInt16LE(E_MACHINE), EM_X86_64);
  bytes.writeUInt16LE(EM_AARCH64, E_MACHINE);
  fs.writeFileSync(file, bytes);
  const sum = crypto.createHash('sha256').update(bytes).digest('hex');
  fs.writeFileSync(file + CHECKSUM, `${sum}  ${path.basename(file)}\n`);
}

/** Leaves only addons whose names say that they are for a processor of ARM. */
function nameForArm(file) {
  for (const suffix of ['', CHECKSUM]) {
    fs.renameSync(file + suffix, file.replace(`.${process.arch}.`, '.arm64.') + suffix);
  }
}

const CASES = [
  ['no addon', (files) => files.forEach((file) => fs.rmSync(file)), /there is no addon for Node/],
  ['an addon with damaged bytes', (files) => files.forEach(damage), /is damaged/],
  ['an addon that was cut off', (files) => files.forEach(truncate), /is damaged/],
  ['an addon without its checksum',
    (files) => files.forEach((file) => fs.rmSync(file + CHECKSUM)), /checksum .* is missing/],
  ['an addon of another Node release', (files) => rotate(files, true), /cannot be loaded/],
  ['an addon of another processor', (files) => files.forEach(turnToArm),
    /the addon registrar\.\S+ cannot be loaded: /],
  ['only addons for other processors', (files) => files.forEach(nameForArm),
    /there is no addon for Node v[\d.]+ \(ABI \d+, x64\)\./],
];

forEachRelease((release) => {
  let cloud;
  before(async () => {
    cloud = await startCloud();
  });
  after(() => cloud.close());

  for (const [name, spoil, reason] of CASES) {
    test(`${name}: the server runs its own code and says so in one line`, async () => {
      const folder = copyModule();
      spoil(addonsIn(folder));
      const server = new Server({
        release, cloud, preloads: [path.join(folder, 'js-shim', 'register.js')],
      });
      try {
        await server.start();
        await server.logged('Registrar');
        const lines = server.log.filter((line) => line.includes('Registrar'));
        assert.equal(lines.length, 1, lines.join('\n'));
        assert.match(lines[0], reason);
        assert.match(lines[0], /The server runs its own code\.$/);
        await assertOwnCode(server, cloud);
      } finally {
        await server.remove();
        fs.rmSync(folder, { recursive: true });
      }
    });
  }
}, { ownServer: true });

/** The server's own client registers, and nothing of the module is there. */
async function assertOwnCode(server, cloud) {
  const admin = await signIn(server.url);
  try {
    const { token } = cloud.issueToken();
    assert.equal(await admin.call('cloud:connectWorkspace', token), true);
    assert.equal((await admin.registration()).workspaceRegistered, true);
    const { error } = await admin.press('registrar:sync');
    assert.equal(error.error, 404);
    const headers = cloud.requests.filter(({ call }) => call === 'connect')
      .map((request) => request.headers['user-agent']);
    assert.ok(headers.every((agent) => !/Registrar/.test(agent)), headers.join());
    assert.equal((await new Visitor(server.url).get('/info')).status, 200);
  } finally {
    admin.close();
  }
}
