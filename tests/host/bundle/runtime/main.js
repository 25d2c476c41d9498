'use strict';

const path = require('path');

process.argv.splice(2, 0, 'program.json');
process.chdir(path.join(__dirname, 'programs', 'server'));
require('./programs/server/boot.js');
