'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { parseArgs } = require('node:util');

const { chosenSections } = require('../.ci/lib/chosen-sections');
const { textTable } = require('./lib/format');
const { describeMachine } = require('./lib/machine');
const { compact, writeReport } = require('./lib/report');
const { writeFigures } = require('../.ci/generate-readme');

const ROOT = path.join(__dirname, '..');
const SECTIONS = path.join(__dirname, 'sections');
const USAGE = `Usage: npm run bench -- [options]
  --quick       fewer repetitions, under two minutes; no report is written
  --only NAME   these sections only (several: repeat it); no report is written
  --report      writes the report also with --quick
  --json        prints the figures as JSON; progress goes to standard error
  --list        prints the names of the sections
Without --quick and --only it writes docs/performance.md, docs/performance.json and the plots.
`;

const OPTIONS = {
  quick: { type: 'boolean' },
  only: { type: 'string', multiple: true },
  json: { type: 'boolean' },
  list: { type: 'boolean' },
  report: { type: 'boolean' },
  help: { type: 'boolean' },
};

/**
 * @typedef {object} Row one figure
 * @property {string} name
 * @property {string} [goal] in words
 * @property {number|string} value
 * @property {string} [unit]
 * @property {boolean} [met] left out when there is no goal
 * @property {[number, number]|string} [spread] quartiles, or what the row's name says
 * @property {unknown} [raw] what was measured, kept in docs/performance.json
 *
 * @typedef {object} Section one file of sections/
 * @property {string} name
 * @property {string} title
 * @property {number} [order] place in the report; 100 without it
 * @property {(tools: {quick: boolean, log: (text: string) => void, root: string}) =>
 *   Promise<{rows: Row[], plots?: {file: string, title: string, svg: string}[],
 *   notes?: string}>} run
 */

/** @returns {Section[]} in the order of the report */
function allSections() {
  return fs.readdirSync(SECTIONS).filter((file) => file.endsWith('.js'))
    .map((file) => require(path.join(SECTIONS, file)))
    .sort((a, b) => (a.order || 100) - (b.order || 100) || a.name.localeCompare(b.name));
}

/** @param {Section} section @param {object} tools @returns {Promise<object>} its result */
async function runSection({ name, title, run }, { quick, say }) {
  const started = Date.now();
  say(`${name}: ${title} …`);
  try {
    const result = await run({ quick, root: ROOT, log: (text) => say(`${name}: ${text}`) });
    const seconds = Math.round((Date.now() - started) / 1000);
    say(`${name} (${seconds} s)\n${textTable(result.rows)}`);
    return { name, title, seconds, ...result };
  } catch (error) {
    say(`${name} failed: ${error.stack}`);
    return { name, title, rows: [], failed: error.message };
  }
}

async function main() {
  const { values } = parseArgs({ options: OPTIONS });
  if (values.help) return process.stdout.write(USAGE);
  const sections = chosenSections(allSections(), values.only);
  if (values.list) return console.log(sections.map(({ name }) => name).join('\n'));

  const say = (text) => (values.json ? console.error : console.log)(text);
  const machine = { ...describeMachine(), run: values.quick ? 'quick: few repetitions' : 'full' };
  const results = [];
  for (const section of sections) {
    results.push(await runSection(section, { quick: Boolean(values.quick), say }));
  }
  machine['load at the end'] = describeMachine()['load at the start'];
  say(`\n${textTable(results.flatMap(({ rows }) => rows))}`);
  const figures = results.map(({ plots, ...kept }) => kept);
  if (values.json) console.log(compact({ machine, results: figures }));
  const failed = results.filter((result) => result.failed);
  if (failed.length > 0) {
    say(`No figures of ${failed.map(({ name }) => name).join(', ')}.`);
    process.exitCode = 1;
  }
  if (!values.only && (values.report || !values.quick)) {
    writeReport(ROOT, { machine, results });
    writeFigures();
    say('Written: docs/performance.md, and its figures in README.md');
  }
  return undefined;
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 2;
});
