'use strict';

// The preload: `node --require …/js-shim/register.js`, usually by NODE_OPTIONS, which reaches every
// Node process and worker thread that the server starts. So all that happens elsewhere is one look
// at the command line.

/**
 * PM2 does not start the server but a script of its own, which loads the server: in fork mode the
 * environment names it, in cluster mode a list of PM2's settings in there does. Programs that the
 * server starts inherit both, so they count only where PM2's script is what was started.
 *
 * @returns {string} path of the program that this process was started for, or ''
 */
function startedProgram() {
  const script = process.argv[1] || '';
  const { pm_exec_path: forked, pm2_env: clustered } = process.env;
  if (/(?:^|[\\/])ProcessContainerFork\.js$/.test(script)) {
    return forked || '';
  }
  if (/(?:^|[\\/])ProcessContainer\.js$/.test(script) && clustered) {
    return String(JSON.parse(clustered).pm_exec_path);
  }
  return script;
}

/**
 * Whether this thread is the main thread of a Meteor server, told without touching the disk for
 * anything that is not called main.js or boot.js.
 *
 * @returns {boolean}
 */
function isMeteorServer() {
  const script = startedProgram();
  const match = /(?:^|[\\/])(main|boot)\.js$/.exec(script);
  if (!match || !require('worker_threads').isMainThread) {
    return false;
  }
  const { existsSync } = require('fs');
  const { dirname, join } = require('path');
  const folder = dirname(script);
  return match[1] === 'main'
    ? existsSync(join(folder, 'star.json'))
    : existsSync(join(folder, 'program.json'));
}

try {
  if (isMeteorServer()) {
    require('./takeover').install();
  }
} catch (error) {
  // Whatever goes wrong here, the server starts as if the module were not there.
  try {
    console.error(`Registrar: not active, the server runs its own code (${String(error)}).`);
  } catch (_) {
    // Not even standard error works; there is nobody left to tell.
  }
}
