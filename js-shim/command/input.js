'use strict';

const fs = require('fs');
const readline = require('readline');
const { UsageError } = require('./usage');

/** @param {NodeJS.ReadableStream} stream @returns {Promise<string>} all of it */
function readAll(stream) {
  return new Promise((resolve, reject) => {
    let text = '';
    stream.on('data', (chunk) => { text += chunk; });
    stream.on('end', () => resolve(text));
    stream.on('error', reject);
  });
}

/**
 * @param {string} file a path, "-" for standard input
 * @returns {Promise<string>} its text without blanks around it
 */
async function readText(file) {
  let text;
  try {
    text = file === '-' ? await readAll(process.stdin) : fs.readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${/** @type {Error} */ (error).message}.`);
  }
  if (text.trim() === '') {
    throw new UsageError(`${file === '-' ? 'Standard input' : file} is empty.`);
  }
  return text.trim();
}

/**
 * The registration token, wherever it was given.
 *
 * @param {Object<string, string>} values
 * @param {NodeJS.ProcessEnv} env
 * @param {(line: string) => void} tell hears warnings
 * @returns {Promise<string>}
 */
async function registrationToken(values, env, tell) {
  if (values.token) {
    tell('Warning: a token on the command line can be read by everybody who may list the '
      + 'processes, and stays in the shell\'s history. Use --token-file or REGISTRAR_TOKEN.');
    return values.token;
  }
  if (values['token-file']) return readText(values['token-file']);
  if (env.REGISTRAR_TOKEN) return env.REGISTRAR_TOKEN;
  throw new UsageError(
    'register needs --token-file FILE, REGISTRAR_TOKEN, --email ADDRESS or --offline FILE.',
  );
}

/** @param {string} question @returns {Promise<string>} what a person types */
function ask(question) {
  if (!process.stdin.isTTY) {
    throw new UsageError('The user has two-factor authentication: give the code in '
      + 'ROCKETCHAT_TWO_FACTOR_CODE.');
  }
  const lines = readline.createInterface({ input: process.stdin, output: process.stderr });
  return new Promise((resolve) => lines.question(question, (answer) => {
    lines.close();
    resolve(answer.trim());
  }));
}

module.exports = { ask, readText, registrationToken };
