'use strict';
const { execFileSync } = require('child_process');
const fs = require('fs');
const path = require('path');
const { findViolations } = require('./layers');
const { root } = require('./execute');

const listed = execFileSync('git', ['ls-files', '*.cc', '*.h', '*.inc'], { cwd: root });
const files = listed.toString().trim().split('\n')
  .filter((file) => fs.existsSync(path.join(root, file)))
  .map((file) => ({ file, source: fs.readFileSync(path.join(root, file), 'utf8') }));

const violations = findViolations(files);
for (const violation of violations) console.error(violation);
console.log(`layers: ${files.length} files, ${violations.length} includes against the order`);
process.exitCode = violations.length > 0 ? 1 : 0;
