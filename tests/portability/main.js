'use strict';

const path = require('node:path');
const { parseArgs } = require('node:util');

const { chosenSections } = require('../../.ci/lib/chosen-sections');
const { runSections, sectionsIn } = require('../reliability/lib/sections');
const { writeReport } = require('./lib/report');
const { keep, kept } = require('./lib/results');

const USAGE = `Usage: npm run portability -- [options]
  --quick       first steps on one release of each system; no report is written
  --only NAME   this section only (several: repeat it); the report keeps the others' last rows
  --json        prints rows and figures as JSON; progress goes to standard error
  --list        prints the names of the sections
Without --quick it writes docs/portability.md.
`;

const OPTIONS = {
  quick: { type: 'boolean', default: false },
  only: { type: 'string', multiple: true },
  json: { type: 'boolean', default: false },
  list: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
};

async function main() {
  const { values } = parseArgs({ options: OPTIONS });
  if (values.help) return process.stdout.write(USAGE);
  const all = sectionsIn(path.join(__dirname, 'sections'));
  const sections = chosenSections(all, values.only);
  if (values.list) return console.log(sections.map(({ name }) => name).join('\n'));

  const results = await runSections(sections, values.quick, (text) => console.error(text));
  const rows = results.flatMap((result) => result.rows);
  const failed = rows.filter((row) => !row.ok).length;
  if (values.json) console.log(JSON.stringify({ quick: values.quick, results }, null, 2));
  // A failed row is written down as well: the report shows what is, not what should be.
  if (!values.quick) {
    keep(results);
    console.error(`Written: ${writeReport(kept(all))}`);
  }
  console.error(`${rows.length - failed} passed, ${failed} failed`);
  process.exitCode = failed > 0 || rows.length === 0 ? 1 : 0;
  return undefined;
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 2;
});
