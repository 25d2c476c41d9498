'use strict';

const { runCommandLine } = require('./lib/command-line');
const { writeReport } = require('./lib/report');
const { allSections } = require('./lib/sections');

const usage = `Usage: npm run reliability -- [options]
  --quick       the part that belongs to the tests, 4 minutes at most; no report is written
  --only NAME   this section only (several: repeat it); no report is written
  --json        prints rows and figures as JSON; progress goes to standard error
  --list        prints the names of the sections
Without --quick and --only it writes docs/reliability.md.
`;

runCommandLine({
  usage,
  sections: allSections(),
  report: (results, { quick, only }) => (quick || only ? undefined : writeReport(results)),
});
