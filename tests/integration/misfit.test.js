'use strict';

const assert = require('node:assert/strict');
const { execFile } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { after, before, describe, test } = require('node:test');
const { promisify } = require('node:util');

const { startCloud } = require('../cloud');
const { prepareBundle } = require('../host/bundle/prepare');
const releases = require('../host/releases.json');
const { signIn } = require('./support/person');
const { forEachRelease } = require('./support/releases');
const { PRELOAD, ROOT, Server } = require('./support/server');

const run = promisify(execFile);
const APPLICATION = path.join('programs', 'server', 'app', 'app.js');

/** @param {string} release @param {(text: string) => string} edit @returns {string} a folder */
function editedBundle(release, edit) {
  // Beside the true ones: they find their npm packages from there.
  const folder = fs.mkdtempSync(path.join(ROOT, 'build', 'host', 'edited-'));
  fs.cpSync(prepareBundle(release), folder, { recursive: true });
  const file = path.join(folder, APPLICATION);
  const text = fs.readFileSync(file, 'utf8');
  const edited = edit(text);
  assert.notEqual(edited, text, 'the bundle has what is to be changed');
  fs.writeFileSync(file, edited);
  return folder;
}

// A name is changed wherever it stands, so that the server itself goes on working.
const MISFITS = [
  {
    name: 'a file has another name',
    edit: (text) => text.replaceAll('connectWorkspace.ts', 'connectToCloud.ts')
      .replaceAll('functions/connectWorkspace', 'functions/connectToCloud'),
    reason: /connectWorkspace\.ts is not where it should be/,
  },
  {
    name: 'an export has another name',
    edit: (text) => text.replaceAll(/(?<!\/)retrieveRegistrationStatus(?!\.ts)/g, 'readStatus'),
    reason: /does not export retrieveRegistrationStatus/,
  },
  {
    name: 'the release is unknown',
    edit: (text) => text.replaceAll(/(\bversion: ')\d+(\.\d+\.\d+)/g, '$199$2'),
    reason: /knows the releases/,
  },
];

forEachRelease((release) => {
  let cloud;
  before(async () => {
    cloud = await startCloud();
  });
  after(() => cloud.close());

  for (const { name, edit, reason } of MISFITS) {
    test(`${name}: nothing is replaced, in clear words`, async () => {
      const bundle = editedBundle(release, edit);
      const server = new Server({ release, cloud, bundle });
      try {
        await server.start();
        await server.logged('Registrar');
        const lines = server.log.filter((line) => line.includes('Registrar'));
        assert.equal(lines.length, 1, server.log.join('\n'));
        assert.match(lines[0], reason);
        assert.match(lines[0], /The server runs its own code\.$/);
        const admin = await signIn(server.url);
        assert.equal((await admin.registration()).workspaceRegistered, false);
        assert.equal((await admin.press('registrar:sync')).error.error, 404);
        const { token } = cloud.issueToken();
        assert.equal(await admin.call('cloud:connectWorkspace', token), true);
        admin.close();
      } finally {
        await server.remove();
        fs.rmSync(bundle, { recursive: true });
      }
    });
  }

  describe('processes that are no server', () => declareBystanderTests(release));
}, { ownServer: true });

/** Prints which files of the project this thread has loaded. */
const REPORT = `console.log(JSON.stringify(Object.keys(require.cache)
  .filter((file) => file.startsWith(${JSON.stringify(path.join(ROOT, 'js-shim'))}))));`;

/** A Meteor server's main.js that does nothing but start a thread and a child of the same file. */
const MAIN = `
'use strict';
const { fork } = require('child_process');
const { Worker, isMainThread, parentPort } = require('worker_threads');
if (!isMainThread || process.argv[2] === 'child') {
  ${REPORT}
} else {
  new Worker(__filename).on('exit', () => fork(require('path').join(__dirname, 'job.js')));
}
`;

function declareBystanderTests(release) {
  const node = path.join(ROOT, 'node_modules', releases[release].nodePackage, 'bin', 'node');
  const environment = { ...process.env, NODE_OPTIONS: `--require ${PRELOAD}` };
  let folder;
  before(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'registrar-process-'));
    fs.writeFileSync(path.join(folder, 'job.js'), REPORT);
    fs.writeFileSync(path.join(folder, 'main.js'), MAIN);
  });
  after(() => fs.rmSync(folder, { recursive: true }));

  /** @param {string[]} args @returns {Promise<string[][]>} one list of files for each report */
  async function reports(args) {
    const { stdout, stderr } = await run(node, args, { env: environment });
    assert.equal(stderr, '');
    return stdout.trim().split('\n').map((line) => JSON.parse(line));
  }

  const OTHERS = [
    ['a script', () => [path.join(folder, 'job.js')]],
    ['node -e', () => ['-e', REPORT]],
    ['a main.js without star.json', () => [path.join(folder, 'main.js'), 'child']],
  ];
  for (const [name, args] of OTHERS) {
    test(`${name}: only the preload itself is loaded, nothing is printed`, async () => {
      assert.deepEqual(await reports(args()), [[PRELOAD]]);
    });
  }

  test('a thread and a child of a server', async () => {
    fs.writeFileSync(path.join(folder, 'star.json'), '{}');
    assert.deepEqual(await reports([path.join(folder, 'main.js')]), [[PRELOAD], [PRELOAD]]);
  });
}
