'use strict';

const { parseArgs } = require('node:util');

const { chosenSections } = require('../../../.ci/lib/chosen-sections');
const { runSections } = require('./sections');

const OPTIONS = {
  quick: { type: 'boolean', default: false },
  only: { type: 'string', multiple: true },
  json: { type: 'boolean', default: false },
  list: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
};

/**
 * What was asked for, and what to do with it.
 *
 * @typedef {object} Program
 * @property {string} usage
 * @property {import('./sections').Section[]} sections all there are
 * @property {(results: import('./sections').Result[], asked: {quick: boolean, only?: string[]})
 *     => string|undefined} report writes one, if it is due, and gives its name
 */

/** @param {Program} program */
async function run({ usage, sections, report }) {
  const { values } = parseArgs({ options: OPTIONS });
  if (values.help) return process.stdout.write(usage);
  const chosen = chosenSections(sections, values.only);
  if (values.list) return console.log(chosen.map(({ name }) => name).join('\n'));

  const results = await runSections(chosen, values.quick, (text) => console.error(text));
  const rows = results.flatMap((result) => result.rows);
  const failed = rows.filter((row) => !row.ok).length;
  if (values.json) console.log(JSON.stringify({ quick: values.quick, results }, null, 2));
  // A failed row is written down as well: the report shows what is, not what should be.
  const file = report(results, values);
  if (file) console.error(`Written: ${file}`);
  console.error(`${rows.length - failed} passed, ${failed} failed`);
  process.exitCode = failed > 0 || rows.length === 0 ? 1 : 0;
  return undefined;
}

/**
 * Runs the sections that the command line names, one after the other; the exit code is 1 when a row
 * failed, 2 when nothing could be run.
 *
 * @param {Program} program
 */
function runCommandLine(program) {
  run(program).catch((error) => {
    console.error(error.message);
    process.exitCode = 2;
  });
}

module.exports = { runCommandLine };
