'use strict';

const path = require('node:path');

const { runCommandLine } = require('./lib/command-line');
const { writeReport } = require('./lib/report');
const { reportOfKept } = require('./lib/results');
const { ROOT, allSections } = require('./lib/sections');

const usage = `Usage: npm run reliability -- [options]
  --quick       the part that belongs to the tests, 4 minutes at most; no report is written
  --only NAME   this section only (several: repeat it); the report keeps the others' last rows
  --json        prints rows and figures as JSON; progress goes to standard error
  --list        prints the names of the sections
Without --quick it writes docs/reliability.md.
`;

const place = {
  folder: path.join(ROOT, 'build', 'reliability', 'results'), command: 'npm run reliability',
};
const sections = allSections();

runCommandLine({
  usage,
  sections,
  report: reportOfKept(place, sections, writeReport),
});
