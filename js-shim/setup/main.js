#!/usr/bin/env node

'use strict';

const fs = require('fs');
const path = require('path');
const { parseArguments } = require('../command/arguments');
const { painter } = require('../command/colour');
const { SHELLS, completion } = require('../command/completion');
const { ok, skipped, warning } = require('../command/check');
const { checkNumber, inspectBundle } = require('../command/doctor-bundle');
const { findServer } = require('../command/find-server');
const { RefusedError } = require('../command/server');
const { EXIT, UsageError } = require('../command/usage');
const { answerText, putDown, takeAway } = require('./answer');
const { PRELOAD } = require('./options');
const { FLAGS, HELP, VALUES } = require('./usage');
const { WAYS } = require('./ways');

/** @returns {import('../command/completion').CommandLine} */
const commandLine = () => ({
  program: 'registrar-setup',
  commands: ['check', ...Object.keys(WAYS), 'completion'],
  actions: { completion: SHELLS.join(' ') },
  values: VALUES,
  files: ['bundle', 'node', 'root', 'module', 'file'],
  flags: FLAGS,
});

/**
 * Looks at the server that is found, as far as it concerns this way.
 *
 * @param {Object<string, string>} values of the command line
 * @param {boolean} here whether the server runs on this machine, not in a container
 */
function lookAtServer(values, here) {
  const found = findServer({ ...values, inContainer: !here });
  if (here || found.bundle || values.bundle) {
    const apart = found.apart || !here;
    return { found, ...inspectBundle({ ...found, apart }, Boolean(values.bundle)) };
  }
  const checks = [values.release ? checkNumber(values.release) : skipped(
    'release',
    'No container of a server runs here; --release VERSION names its release.',
  )];
  return { found: /** @type {import('../command/find-server').Found} */ ({ looked: [] }), checks };
}

/**
 * @param {Object<string, string>} values
 * @returns {string} folder of the module, as the server sees it
 */
function moduleFolder({ root = '/', module: given }) {
  const own = path.join(__dirname, '..', '..');
  const inRoot = path.relative(root, own);
  const folder = given || (inRoot.startsWith('..') ? own : path.join('/', inRoot));
  if (/[\s"'\\]/.test(folder)) {
    throw new UsageError(`${folder} has a blank or a quote in its name: put the module elsewhere.`);
  }
  if (!fs.existsSync(path.join(root, folder, PRELOAD))) {
    throw new UsageError(`${path.join(root, folder)} is not the module's folder: --module DIR.`);
  }
  return folder;
}

/**
 * The server's user is another one than who unpacked the module.
 *
 * @param {string} folder of the module
 * @returns {import('../command/check').Check}
 */
function checkReadable(folder) {
  const mode = (/** @type {string} */ place) => fs.statSync(place).mode;
  const folders = folder.split(path.sep).map((_name, index, names) => (
    names.slice(0, index + 1).join(path.sep) || '/'));
  const closed = folders.find((place) => !(mode(place) & 0o001))
    || [path.join(folder, PRELOAD)].find((file) => !(mode(file) & 0o004));
  return closed ? warning(
    'folder',
    `${closed} cannot be read by everybody.`,
    'The server\'s user must be able to read the module\'s folder.',
  ) : ok('folder', `${folder} can be read by the server's user`);
}

/**
 * @param {string} name of a way
 * @param {import('../command/arguments').Arguments} args
 * @returns {import('./answer').Answer}
 */
function setUp(name, { values, flags }) {
  const way = WAYS[name];
  const { service = 'rocketchat', root = '/' } = values;
  if (flags.remove) {
    // Whatever has become of the server and the module: what was written can be taken away.
    const request = {
      values, root, service, module: '',
    };
    return takeAway(name, way, request, Boolean(flags['dry-run']));
  }
  const { found, version, checks } = lookAtServer({ ...values, service }, Boolean(way.here));
  const module = moduleFolder(values);
  const request = {
    values,
    root,
    module,
    service,
    bundle: found.bundle,
    node: found.node,
    release: values.release || version,
  };
  const readable = checkReadable(path.join(root, module));
  return putDown(name, way, request, {
    checks: [...checks, readable], dryRun: Boolean(flags['dry-run']),
  });
}

/**
 * @param {string} name
 * @param {import('../command/arguments').Arguments} args
 * @param {import('../command/colour').Paint} paint
 * @returns {{answer: any, text: string}}
 */
function perform(name, args, paint) {
  if (name === 'completion') {
    const script = completion(args.words[1], commandLine());
    return { answer: { success: true, script }, text: script };
  }
  if (name === 'check') {
    const { checks } = lookAtServer(args.values, !args.values.release);
    const success = !checks.some(({ verdict }) => verdict === 'failed');
    const answer = { success, checks };
    return { answer, text: answerText({ ...answer, next: [] }, paint) };
  }
  if (!Object.prototype.hasOwnProperty.call(WAYS, name)) {
    throw new UsageError(name ? `There is no way ${name}.` : 'A way of running is missing.');
  }
  const answer = setUp(name, args);
  return { answer, text: answerText(answer, paint) };
}

/**
 * @param {string[]} argv
 * @param {NodeJS.ProcessEnv} env
 * @returns {number} the exit code
 */
function run(argv, env) {
  const args = parseArguments(argv, { values: VALUES, flags: FLAGS });
  const print = (/** @type {string} */ text) => process.stdout.write(text);
  if (args.flags.help) {
    print(HELP);
  } else if (args.flags.version) {
    print(`${require('../../package.json').version}\n`);
  } else {
    const { answer, text } = perform(args.words[0], args, painter(process.stdout, env));
    print(`${args.flags.json ? JSON.stringify(answer) : text}\n`);
    return answer.success ? EXIT.ok : EXIT.refused;
  }
  return EXIT.ok;
}

/** @param {any} error @param {boolean} json @returns {number} the exit code */
function report(error, json) {
  process.stderr.write(`registrar-setup: ${error.message}\n`);
  if (error instanceof UsageError) {
    process.stderr.write('registrar-setup --help says what there is.\n');
    return EXIT.usage;
  }
  if (!(error instanceof RefusedError)) throw error;
  if (json) process.stdout.write(`${JSON.stringify(error.answer)}\n`);
  return EXIT.refused;
}

if (require.main === module) {
  const argv = process.argv.slice(2);
  try {
    process.exitCode = run(argv, process.env);
  } catch (error) {
    process.exitCode = report(error, argv.includes('--json'));
  }
}

module.exports = { commandLine };
