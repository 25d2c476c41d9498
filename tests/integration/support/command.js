'use strict';

const { spawn } = require('node:child_process');
const path = require('node:path');

const releases = require('../../host/releases.json');

const ROOT = path.join(__dirname, '../../..');
const PROGRAM = path.join(ROOT, 'js-shim/command/main.js');

/**
 * Runs the command line against a scene's server, as its admin, on the server's Node.
 *
 * @param {import('./scene').Scene} scene
 * @param {string[]} args
 * @param {object} [options]
 * @param {string} [options.input] its standard input
 * @param {Object<string, string>} [options.env]
 * @param {(text: string) => void} [options.onError] hears all of standard error, as it grows
 * @returns {Promise<{code: number, stdout: string, stderr: string}>}
 */
function registrar(scene, args, { input = '', env = {}, onError } = {}) {
  const { nodePackage } = releases[scene.options.release] || releases[8];
  const node = path.join(ROOT, 'node_modules', nodePackage, 'bin/node');
  const child = spawn(node, [PROGRAM, ...args], {
    env: {
      PATH: process.env.PATH,
      ROCKETCHAT_URL: scene.server.url,
      ROCKETCHAT_USER: 'admin',
      ROCKETCHAT_PASSWORD: process.env.ROCKETCHAT_PASSWORD || 'admin',
      ...env,
    },
  });
  const heard = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => { heard.stdout += chunk; });
  child.stderr.on('data', (chunk) => {
    heard.stderr += chunk;
    if (onError) onError(heard.stderr);
  });
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...heard }));
  });
}

module.exports = { registrar };
