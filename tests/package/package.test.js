'use strict';
// What is given out has all that a server needs and nothing else, and works where it is unpacked.

const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const crypto = require('node:crypto');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { after, before, describe, test } = require('node:test');

const { useScene } = require('../integration/support/scene');
const own = require('../../package.json');

const ROOT = path.join(__dirname, '..', '..');
const OUT = path.join(ROOT, 'build', 'package-out');
const NAME = `rocketchat-registrar-${own.version}`;
const PRELOADS = [];
const NO_SECRET = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----\s+[A-Za-z0-9+/]{40}/, /_authToken/, /\beyJ[\w-]{10,}\.[\w-]{10,}\./,
];

const makePackage = () => execFileSync('bash', ['.ci/package', '--no-build'], { cwd: ROOT });

/** @param {string} folder @returns {string[]} its files, as paths inside of it, sorted */
function filesIn(folder) {
  return fs.readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => !one.isDirectory())
    .map((one) => path.relative(folder, path.join(one.parentPath || one.path, one.name))).sort();
}

/** @param {string} folder of the tree @param {RegExp} [wanted] */
function treeFiles(folder, wanted = /./) {
  return filesIn(path.join(ROOT, folder)).filter((file) => wanted.test(file))
    .map((file) => path.join(folder, file));
}

/** @returns {string[]} the processors that the package is for: the tests alone build no arm64 */
function processors() {
  const built = fs.readdirSync(path.join(ROOT, 'build', 'addon'))
    .filter((file) => file.endsWith('.arm64.node'));
  return built.length === 3 ? ['x64', 'arm64'] : ['x64'];
}

/** @returns {string[]} */
function expectedFiles() {
  const addons = processors().flatMap((processor) => (
    ['83', '115', '127'].map((abi) => `prebuilt/registrar.abi${abi}.${processor}.node`)));
  return [
    'CHANGELOG.md', 'README.md', 'manifest.json', 'package.json',
    ...treeFiles('js-shim', /\.js$/), ...treeFiles('settings', /\.json$/),
    ...treeFiles('docs'), ...treeFiles('deploy'),
    ...addons, ...addons.map((addon) => `${addon}.sha256`),
  ].sort();
}

/** @param {string} file */
const sha256 = (file) => crypto.createHash('sha256').update(fs.readFileSync(file)).digest('hex');

describe('the package', () => {
  let unpacked;
  const archives = [
    { file: `${NAME}.tgz`, inside: 'package' }, { file: `${NAME}.tar.gz`, inside: NAME },
  ];
  before(() => {
    makePackage();
    unpacked = fs.mkdtempSync(path.join(os.tmpdir(), 'registrar-package-'));
    for (const { file } of archives) {
      execFileSync('tar', ['-xpzf', path.join(OUT, file), '-C', unpacked]);
    }
    PRELOADS.push(path.join(unpacked, 'package', 'js-shim', 'register.js'));
  });
  after(() => fs.rmSync(unpacked, { recursive: true, force: true }));

  for (const { file, inside } of archives) {
    test(`${file} has the files that it should have`, () => {
      assert.deepEqual(filesIn(path.join(unpacked, inside)), expectedFiles());
    });

    test(`${file} can be read by everybody and written by its owner only`, () => {
      const folder = path.join(unpacked, inside);
      for (const one of filesIn(folder)) {
        const mode = fs.lstatSync(path.join(folder, one)).mode;
        const expected = Object.values(own.bin).includes(one) ? 0o100755 : 0o100644;
        assert.equal(mode.toString(8), expected.toString(8), one);
      }
    });
  }

  test('installs nothing else and runs nothing when it is installed', () => {
    const manifest = JSON.parse(
      fs.readFileSync(path.join(unpacked, 'package', 'package.json'), 'utf8'));
    assert.deepEqual(Object.keys(manifest),
      ['name', 'version', 'description', 'type', 'bin', 'engines', 'os', 'cpu']);
    for (const key of ['name', 'version', 'bin', 'engines']) {
      assert.deepEqual(manifest[key], own[key], key);
    }
    assert.deepEqual(manifest.cpu, processors());
  });

  test('has no path of the machine that built it and no secret', () => {
    const folder = path.join(unpacked, 'package');
    for (const one of filesIn(folder)) {
      const text = fs.readFileSync(path.join(folder, one), 'latin1');
      assert.ok(!text.includes(ROOT), `${one} names ${ROOT}`);
      for (const secret of NO_SECRET) assert.doesNotMatch(text, secret, one);
    }
  });

  test('comes with the sums of all its files', () => {
    const sums = fs.readFileSync(path.join(OUT, 'SHA256SUMS'), 'utf8').trim().split('\n')
      .map((line) => line.split('  '));
    assert.deepEqual(sums.map(([, file]) => file).sort(),
      fs.readdirSync(OUT).filter((file) => file !== 'SHA256SUMS').sort());
    for (const [sum, file] of sums) assert.equal(sha256(path.join(OUT, file)), sum, file);
  });

  test('has the same bytes when it is made again', () => {
    const sums = fs.readFileSync(path.join(OUT, 'SHA256SUMS'), 'utf8');
    makePackage();
    assert.equal(fs.readFileSync(path.join(OUT, 'SHA256SUMS'), 'utf8'), sums);
  });

  for (const [name, file] of Object.entries(own.bin)) {
    test(`has the program ${name}, which tells its version`, () => {
      const main = path.join(unpacked, 'package', file);
      const version = execFileSync(process.execPath, [main, '--version'], { encoding: 'utf8' });
      assert.equal(version.trim(), own.version);
    });
  }

  test('sets itself up where it is unpacked, and nothing of it is left', () => {
    const folder = path.join(unpacked, 'package');
    const setup = path.join(folder, own.bin['registrar-setup']);
    const place = fs.mkdtempSync(path.join(unpacked, 'place-'));
    const run = (...more) => execFileSync(process.execPath,
      [setup, 'compose', '--release', '8.6.1', ...more], { cwd: place, encoding: 'utf8' });
    run();
    assert.ok(fs.readFileSync(path.join(place, 'registrar.yml'), 'utf8')
      .includes(`source: ${folder}\n`));
    run('--remove');
    assert.deepEqual(fs.readdirSync(place), []);
  });

  describe('required by a server of release 8', () => {
    const scene = useScene({ release: '8', preloads: PRELOADS });

    test('is active', () => {
      assert.ok(scene.server.log.some((line) => /Registrar \S+ is active/.test(line)));
    });

    test('registers the workspace with a token', async () => {
      const workspace = await scene.register();
      assert.ok(workspace);
      assert.equal((await scene.admin.registration()).workspaceRegistered, true);
    });
  });
});
