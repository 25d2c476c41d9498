'use strict';

const { standIn } = require('./stand-ins');

/**
 * The host's own services, reached by the names that manifest.json gives to their modules.
 *
 * @typedef {object} Services
 * @property {(name: string) => any} get exports of a service's module
 * @property {(name: string) => any} find the same, or undefined when the release has none
 * @property {() => any} meteor the Meteor object
 * @property {() => any} database the raw database of the driver
 */

/**
 * @param {(id: string) => any} requireInApp `require` of a module of the application
 * @param {import('./fit').Layout} layout
 * @returns {Services}
 */
function createServices(requireInApp, layout) {
  /** @type {Map<string, any>} what was found; exports stay the same object */
  const known = new Map();
  const get = (/** @type {string} */ name) => {
    const before = known.get(name);
    if (before) {
      return before;
    }
    const found = look(name);
    if (!isPromise(found)) {
      known.set(name, found);
    }
    return found;
  };
  const look = (/** @type {string} */ name) => {
    const id = layout.services[name];
    if (id) {
      return exportsOf(requireInApp(id));
    }
    const stands = (layout.standIns || {})[name];
    if (!stands) {
      throw new Error(`release layout ${layout.name} has no service ${name}`);
    }
    return standIn(stands, services);
  };
  const meteorPackages = () => /** @type {any} */ (globalThis).Package;
  const services = {
    get,
    find(/** @type {string} */ name) {
      try {
        return get(name);
      } catch (_) {
        return undefined;
      }
    },
    meteor: () => meteorPackages().meteor.Meteor,
    database: () => meteorPackages().mongo.MongoInternals.defaultRemoteCollectionDriver().mongo.db,
  };
  return services;
}

/**
 * The exports of what `require` gave: a module of an async graph comes as a promise that carries
 * them, and has them complete once the application has started.
 *
 * @param {any} required
 * @returns {any}
 */
function exportsOf(required) {
  return (isPromise(required) && required.__reifyAsyncModule) || required;
}

/** @param {any} value */
function isPromise(value) {
  return Boolean(value) && typeof value.then === 'function';
}

module.exports = { createServices, exportsOf };
