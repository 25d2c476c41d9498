'use strict';
const { execFileSync } = require('child_process');
const fs = require('fs');
const path = require('path');
const { root } = require('./execute');

/** @returns {{file: string, source: string}[]} the project's C++, by its path from the root */
function cppFiles() {
  const listed = execFileSync('git', ['ls-files', '*.cc', '*.h', '*.inc'], { cwd: root });
  return listed.toString().trim().split('\n')
    .filter((file) => fs.existsSync(path.join(root, file)))
    .map((file) => ({ file, source: fs.readFileSync(path.join(root, file), 'utf8') }));
}

module.exports = { cppFiles };
