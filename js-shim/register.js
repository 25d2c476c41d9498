'use strict';

// The preload: `node --require …/js-shim/register.js`, usually by NODE_OPTIONS, which reaches every
// Node process and worker thread that the server starts. So all that happens elsewhere is one look
// at the command line.

/**
 * Whether this thread is the main thread of a Meteor server, told without touching the disk for
 * anything that is not called main.js or boot.js.
 *
 * @returns {boolean}
 */
function isMeteorServer() {
  const script = process.argv[1] || '';
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
