'use strict';

const fs = require('fs');
const os = require('os');
const { diagnose } = require('./doctor');
const { redactor, secretsOfEnvironment } = require('./redact');
const { readText } = require('./input');

const MOST_LINES = 1000;
const ABOUT_US = /registrar|cloud|licen[sc]e|air.?gapped|collector/i;

/**
 * Collects what helps somebody else to help, without a secret, in one JSON file.
 *
 * @param {object} options
 * @param {string} [options.file] where it goes
 * @param {Object<string, string>} options.values of the command line
 * @param {NodeJS.ProcessEnv} options.env
 * @param {() => Promise<import('./server').Server>} options.connect logs in at the server
 * @returns {Promise<{file: string, bundle: any}>}
 */
async function writeSupportBundle({
  file, values, env, connect,
}) {
  const { checks, status } = await diagnose({ values, env, connect });
  const redact = redactor(secretsOfEnvironment(env));
  const bundle = redact({
    createdAt: new Date().toISOString(),
    versions: {
      module: require('../../package.json').version,
      node: process.version,
      platform: `${os.platform()} ${os.release()} ${os.arch()}`,
    },
    doctor: checks,
    status: status || null,
    journal: await journalOf(connect),
    log: values.log ? linesOf(await readText(values.log)) : [],
  });
  const path = file || `registrar-support-${bundle.createdAt.replace(/[:.]/g, '-')}.json`;
  fs.writeFileSync(path, `${JSON.stringify(bundle, null, 2)}\n`, { mode: 0o600 });
  return { file: path, bundle };
}

/** @param {() => Promise<import('./server').Server>} connect @returns {Promise<any[]|null>} */
function journalOf(connect) {
  return connect().then((server) => server.get('registrar.journal'))
    .then(({ entries }) => entries, () => null);
}

/** @param {string} text @returns {string[]} the last lines that may be about the cloud */
function linesOf(text) {
  return text.split('\n').filter((line) => ABOUT_US.test(line)).slice(-MOST_LINES);
}

module.exports = { writeSupportBundle };
