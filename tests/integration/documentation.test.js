'use strict';

const assert = require('node:assert/strict');
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { after, before, describe, test } = require('node:test');

const { startCloud } = require('../cloud');
const { realServer } = require('./support/releases');
const { useScene } = require('./support/scene');
const { Server } = require('./support/server');

// The blocks of the pages that are marked as commands of a shell are typed here, page by page, in
// their order, against a server that runs.

const ROOT = path.join(__dirname, '../..');
const PAGES = [
  'ways-to-register.md', 'operation.md', 'air-gapped.md', 'install.md', '../README.md',
];

/** Pages that tell what is done with a workspace that is registered. */
const REGISTERED = ['operation.md', 'install.md'];

/** @param {string} page @returns {string[]} its blocks of commands */
function blocksOf(page) {
  const text = fs.readFileSync(path.join(ROOT, 'docs', page), 'utf8');
  return [...text.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block]) => block);
}

/** @param {string} block @returns {boolean} whether it is typed while the server runs */
const forTheServer = (block) => block.trim().split('\n')
  .every((line) => line.startsWith('registrar '));

/**
 * Types commands as an administrator who stands in `folder`.
 * @param {string} block
 * @param {{folder: string, env: Object<string, string>, onOutput: (text: string) => void}} person
 * @returns {Promise<{code: number, output: string}>}
 */
function type(block, { folder, env, onOutput }) {
  const program = path.join(ROOT, 'js-shim/command/main.js');
  const script = `set -eu\nregistrar() { "${process.execPath}" "${program}" "$@"; }\n${block}`;
  const child = spawn('bash', ['-c', script], { cwd: folder, env });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
      onOutput(output);
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}

describe('the pages of docs/', { skip: realServer() && 'they tell of their own server' }, () => {
  for (const page of PAGES) {
    describe(page, () => {
      const scene = useScene({ release: '8' });
      let folder;

      before(async () => {
        folder = fs.mkdtempSync(path.join(os.tmpdir(), 'registrar-docs-'));
        fs.writeFileSync(path.join(folder, 'token.txt'), scene.cloud.issueToken().token);
        if (REGISTERED.includes(page)) await scene.register();
      });
      after(() => fs.rmSync(folder, { recursive: true, force: true }));

      /** What other people do meanwhile: open the link, use the cloud console. */
      const others = (output) => {
        const [, userCode] = /code with the one of the link: (\S+)/.exec(output) || [];
        if (userCode && !others[userCode]) {
          others[userCode] = true;
          scene.cloud.confirm({ userCode });
        }
        const data = path.join(folder, 'workspace-data.txt');
        const answer = path.join(folder, 'cloud-answer.txt');
        if (/Written to workspace-data/.test(output) && !fs.existsSync(answer)) {
          const blob = fs.readFileSync(data, 'utf8').trim();
          fs.writeFileSync(answer, scene.cloud.registerOffline(blob));
        }
      };

      for (const block of blocksOf(page).filter(forTheServer)) {
        test(block.trim().split('\n').join('; '), async () => {
          // Each line on its own, so that others can do their part in between.
          for (const line of block.trim().split('\n')) {
            const { code, output } = await type(line, {
              folder,
              onOutput: others,
              env: {
                PATH: process.env.PATH, HOME: folder, ROCKETCHAT_URL: scene.server.url,
                ROCKETCHAT_USER: 'admin', ROCKETCHAT_PASSWORD: 'admin',
              },
            });
            assert.equal(code, 0, output);
          }
        });
      }
    });
  }

  describe('install.md', () => {
    test('what is copied to the server is all that it needs', async () => {
      const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'registrar-docs-'));
      try {
        const copying = blocksOf('install.md').find((block) => block.includes('cp -r'));
        const target = path.join(folder, 'registrar');
        const { code, output } = await type(copying.replaceAll('/opt/registrar', target), {
          folder: ROOT, env: { PATH: process.env.PATH, HOME: folder }, onOutput() {},
        });
        assert.equal(code, 0, output);
        const cloud = await startCloud();
        const server = new Server({
          release: '8', cloud, preloads: [path.join(target, 'js-shim/register.js')],
        });
        try {
          await server.start();
          await server.logged(/Registrar .* is active/);
        } finally {
          await server.remove();
          await cloud.close();
        }
      } finally {
        fs.rmSync(folder, { recursive: true, force: true });
      }
    });
  });
});
