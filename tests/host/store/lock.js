'use strict';

const fs = require('fs');
const path = require('path');

const SERVER = /main\.js/;

/**
 * Claims a folder for this process. The claim of a server that was killed counts for nothing.
 *
 * @param {string} folder
 * @throws {Error} when a running server has it
 */
function lockFolder(folder) {
  const file = path.join(folder, 'server.pid');
  const owner = fs.existsSync(file) ? Number(fs.readFileSync(file, 'utf8')) : 0;
  if (owner && owner !== process.pid && SERVER.test(commandOf(owner))) {
    throw new Error(`Process ${owner} runs on ${folder} already. Stop it or choose another folder: `
      + 'two servers on one folder would spoil each other\'s data.');
  }
  fs.writeFileSync(file, String(process.pid));
}

function commandOf(pid) {
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch (error) {
    return '';
  }
}

module.exports = { lockFolder };
