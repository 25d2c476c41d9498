'use strict';

const path = require('node:path');

const { runIn } = require('./container');

/**
 * What compose does with a service's volumes.
 *
 * @param {any} service
 * @param {string} folder of the compose file
 * @param {(name: string) => string} volume gives the folder of a named volume
 * @returns {import('./container').Mount[]}
 */
function mountsOf(service, folder, volume) {
  return service.volumes.map(({ type, source, target, read_only: readOnly }) => ({
    source: type === 'bind' ? path.resolve(folder, source) : volume(source), target, readOnly,
  }));
}

/**
 * Runs the services that must have ended before the server starts, in their order.
 *
 * @param {any} compose
 * @param {string} server name of its service
 * @param {object} options
 * @param {string} options.folder of the compose file
 * @param {(name: string) => string} options.volume
 * @param {(name: string) => import('./container').Image} options.pull
 * @returns {{mounts: import('./container').Mount[], env: Object<string, string>}} for the server
 */
function upTo(compose, server, { folder, volume, pull }) {
  const service = compose.services[server];
  for (const [name, { condition }] of Object.entries(service.depends_on || {})) {
    if (condition !== 'service_completed_successfully') throw new Error(`${name}: ${condition}`);
    const first = compose.services[name];
    runIn(pull(first.image), first.command, { mounts: mountsOf(first, folder, volume) });
  }
  return { mounts: mountsOf(service, folder, volume), env: service.environment };
}

module.exports = { upTo };
