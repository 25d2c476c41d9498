'use strict';
const { cppFiles } = require('./cpp-files');
const { findViolations } = require('./layers');

const files = cppFiles();
const violations = findViolations(files);
for (const violation of violations) console.error(violation);
console.log(`layers: ${files.length} files, ${violations.length} includes against the order`);
process.exitCode = violations.length > 0 ? 1 : 0;
