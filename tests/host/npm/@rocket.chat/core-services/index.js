'use strict';

const services = new Map();

/** @param {string} name service whose methods the caller gets, once it is registered */
function proxifyService(name) {
  return new Proxy({}, {
    get(target, property) {
      return async (...args) => {
        const service = services.get(name);
        if (!service) {
          throw new Error(`Service ${name} is not registered`);
        }
        return service[property](...args);
      };
    },
  });
}

const listeners = new Map();

const api = {
  registerService(name, service) {
    services.set(name, service);
  },

  /** Events of this process; other instances hear nothing without a license. */
  async broadcast(event, payload) {
    for (const listener of listeners.get(event) || []) {
      await listener(payload);
    }
  },

  on(event, listener) {
    listeners.set(event, [...listeners.get(event) || [], listener]);
  },
};

module.exports = { api, Banner: proxifyService('banner'), NPS: proxifyService('nps') };
