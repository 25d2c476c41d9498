'use strict';
const { cppFiles } = require('./cpp-files');
const { findThrowing } = require('./throwing');

const files = cppFiles();
const uses = findThrowing(files);
for (const use of uses) console.error(use);
console.log(`throwing: ${files.length} files, ${uses.length} uses of what may throw`);
process.exitCode = uses.length > 0 ? 1 : 0;
