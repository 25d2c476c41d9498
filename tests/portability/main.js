'use strict';

const path = require('node:path');

const { runCommandLine } = require('../reliability/lib/command-line');
const { reportOfKept } = require('../reliability/lib/results');
const { sectionsIn } = require('../reliability/lib/sections');
const { writeReport } = require('./lib/report');
const { WORK } = require('./lib/work');

const usage = `Usage: npm run portability -- [options]
  --quick       first steps on one release of each system; no report is written
  --only NAME   this section only (several: repeat it); the report keeps the others' last rows
  --json        prints rows and figures as JSON; progress goes to standard error
  --list        prints the names of the sections
Without --quick it writes docs/portability.md.
`;

const place = { folder: path.join(WORK, 'results'), command: 'npm run portability' };
const sections = sectionsIn(path.join(__dirname, 'sections'));

runCommandLine({
  usage,
  sections,
  report: reportOfKept(place, sections, writeReport),
});
