'use strict';

const { inspectBundle } = require('./doctor-bundle');
const { checkCloud, checkCollector } = require('./doctor-network');
const {
  failed, ok, skipped, warning,
} = require('./check');
const { findServer } = require('./find-server');
const { LoginError, RefusedError } = require('./server');

const CLOUD = 'https://cloud.rocket.chat';

/** @typedef {import('./check').Check} Check */

/**
 * Looks at the installation, at the way to the cloud and, if it runs, at the server.
 *
 * @param {object} options
 * @param {Object<string, string>} options.values of the command line
 * @param {NodeJS.ProcessEnv} options.env
 * @param {() => Promise<import('./server').Server>} options.connect logs in at the server
 * @returns {Promise<{checks: Check[], status?: any}>}
 */
async function diagnose({ values, env, connect }) {
  const cloud = values.cloud || env.OVERWRITE_SETTING_Cloud_Url || CLOUD;
  const checks = [
    ...inspectBundle(findServer(values), Boolean(values.bundle)).checks,
    ...await checkCloud(cloud, env),
    await checkCollector(env, values.collector),
  ];
  const asked = await askServer(connect);
  return { checks: [...checks, ...asked.checks], status: asked.status };
}

/**
 * @param {() => Promise<import('./server').Server>} connect
 * @returns {Promise<{checks: Check[], status?: any}>}
 */
async function askServer(connect) {
  try {
    const server = await connect();
    const { status } = await server.get('registrar.status');
    const { checks } = await server.get('registrar.diagnose');
    return { status, checks: [checkState(status), ...checks.map(ofServer)] };
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    if (error instanceof RefusedError) {
      return { checks: [failed('server', message, 'Look into the server\'s log.')] };
    }
    return { checks: [error instanceof LoginError
      ? skipped('server', message)
      : warning('server', message, 'Start the server, or name its address with --url.')] };
  }
}

/** @param {any} status @returns {Check} */
function checkState(status) {
  const told = `the workspace is ${status.state}`;
  const { lastError } = status;
  return lastError && lastError.code
    ? warning('server', `${told}; ${lastError.code}: ${lastError.cause}`, lastError.remedy)
    : ok('server', told);
}

/** @param {any} check of the server @returns {Check} */
function ofServer({
  name, verdict, detail, error,
}) {
  return {
    name: `server ${name}`,
    verdict,
    detail: error ? `${error.code}: ${error.cause}` : String(detail),
    ...(error && { remedy: error.remedy }),
  };
}

module.exports = { diagnose };
