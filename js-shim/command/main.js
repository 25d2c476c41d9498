#!/usr/bin/env node

'use strict';

const { parseArguments } = require('./arguments');
const { commands, WITHOUT_SERVER } = require('./commands');
const { painter } = require('./colour');
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
  if (args.flags.version) {
    process.stdout.write(`${require('../../package.json').version}\n`);
    return EXIT.ok;
  }
  const [name] = args.words;
  const command = Object.prototype.hasOwnProperty.call(commands, name) && commands[name];
  if (!command) {
    throw new UsageError(name ? `There is no command ${name}.` : 'A command is missing.');
  }
  const tell = (/** @type {string} */ line) => process.stderr.write(`${line}\n`);
  const connect = connector(args.values.url || env.ROCKETCHAT_URL || DEFAULT_URL, env);
  const scene = {
    connect, args, env, tell, paint: painter(process.stdout, env),
  };
  const { answer, text, code = EXIT.ok } = WITHOUT_SERVER.includes(name)
    ? await command(scene) : await command({ ...scene, server: await connect() });
  process.stdout.write(`${args.flags.json ? JSON.stringify(answer) : text}\n`);
  return code;
}

/**
 * @param {string} url
 * @param {NodeJS.ProcessEnv} env
 * @returns {() => Promise<Server>} logs in, once
 */
function connector(url, env) {
  /** @type {Promise<Server> | undefined} */
  let connecting;
  const connect = async () => {
    const server = new Server(url);
    await server.logIn(env, () => ask('Two-factor code: '));
    return server;
  };
  return () => {
    connecting = connecting || connect();
    return connecting;
  };
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
