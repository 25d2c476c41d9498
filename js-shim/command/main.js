#!/usr/bin/env node

'use strict';

const { parseArguments } = require('./arguments');
const { commands } = require('./commands');
const { ask } = require('./input');
const {
  LoginError, RefusedError, Server, UnreachableError,
} = require('./server');
const { errorText } = require('./texts');
const { EXIT, HELP, UsageError } = require('./usage');

const DEFAULT_URL = 'http://localhost:3000';

/**
 * @param {string[]} argv
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>} the exit code
 */
async function run(argv, env) {
  const args = parseArguments(argv);
  if (args.flags.help) {
    process.stdout.write(HELP);
    return EXIT.ok;
  }
  const [name] = args.words;
  const command = Object.prototype.hasOwnProperty.call(commands, name) && commands[name];
  if (!command) {
    throw new UsageError(name ? `There is no command ${name}.` : 'A command is missing.');
  }
  const server = new Server(args.values.url || env.ROCKETCHAT_URL || DEFAULT_URL);
  await server.logIn(env, () => ask('Two-factor code: '));
  const tell = (/** @type {string} */ line) => process.stderr.write(`${line}\n`);
  const { answer, text } = await command({
    server, args, env, tell,
  });
  process.stdout.write(`${args.flags.json ? JSON.stringify(answer) : text}\n`);
  return EXIT.ok;
}

/**
 * @param {any} error
 * @param {boolean} json
 * @returns {number} the exit code
 */
function report(error, json) {
  if (error instanceof RefusedError) {
    const { answer } = error;
    const text = answer.remedy ? errorText({ ...answer, code: answer.errorType }) : error.message;
    process.stderr.write(`registrar: ${text}\n`);
    if (json) process.stdout.write(`${JSON.stringify(answer)}\n`);
    return EXIT.refused;
  }
  process.stderr.write(`registrar: ${error.message}\n`);
  if (error instanceof UsageError) {
    process.stderr.write('registrar --help says what there is.\n');
    return EXIT.usage;
  }
  if (error instanceof UnreachableError) return EXIT.unreachable;
  if (error instanceof LoginError) return EXIT.login;
  throw error;
}

if (require.main === module) {
  const argv = process.argv.slice(2);
  run(argv, process.env)
    .catch((error) => report(error, argv.includes('--json')))
    .then((code) => {
      process.exitCode = code;
    });
}

module.exports = { run };
