'use strict';

const { replacementsFor } = require('../../js-shim/replacements');

class MeteorError extends Error {
  constructor(error, reason, details) {
    super(`${reason} [${error}]`);
    Object.assign(this, { error, reason, details });
  }
}

class CloudWorkspaceRegistrationError extends Error {}

/** What the native module rejects with. */
function nativeError(code) {
  return Object.assign(new Error(`A cause. A remedy. (${code})`), {
    code, cause: 'A cause.', remedy: 'A remedy.',
  });
}

/**
 * A module context whose native module answers from a table and notes how it was called.
 *
 * @param {object} layout of the manifest
 * @param {Object<string, any>} [answers] by function of the binding: a value, an Error to reject
 *     with, or a function of the argument; `accessTokenAtHand` the text that it gives at once
 * @param {{userId?: string|null, settings?: Object<string, any>}} [server]
 */
function fakeContext(layout, answers = {}, { userId = 'admin', settings = {} } = {}) {
  const calls = [];
  const logged = [];
  const written = [];
  const services = {
    settings: { settings: { get: (id) => settings[id], set() {} } },
    models: {
      Settings: {
        getValueById: async (id) => settings[id],
        updateValueById: async (id, value) => {
          written.push([id, value]);
          settings[id] = value;
          return { modifiedCount: 1 };
        },
      },
    },
    notify: { notifyOnSettingChangedById: async () => undefined },
    logger: { SystemLogger: { error: (record) => logged.push(record) } },
    permission: { hasPermissionAsync: async (user) => user === 'admin' },
    registrationError: { CloudWorkspaceRegistrationError },
  };
  const registrar = new Proxy({ accessTokenAtHand: () => answers.accessTokenAtHand || '' }, {
    get: (target, name) => target[name] || (name in answers ? (argument) => {
      calls.push([name, argument]);
      const answer = typeof answers[name] === 'function' && !(answers[name] instanceof Error)
        ? answers[name](argument) : answers[name];
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    } : undefined),
  });
  const methods = {};
  const meteor = {
    Error: MeteorError,
    userId: () => userId,
    methods: (defined) => Object.assign(methods, defined),
  };
  const context = {
    layout,
    calls,
    logged,
    written,
    methods,
    services: () => ({
      get: (name) => services[name],
      find: (name) => services[name],
      meteor: () => meteor,
    }),
    registrar: () => registrar,
    handedLicense: () => 'N',
    whenStarted: () => Promise.resolve(),
  };
  return context;
}

/** Everything that the replacements of a layout export, by name. */
function replacedFunctions(layout, context) {
  const files = new Map(Object.keys(layout.replaces).map((id) => [id, { id }]));
  const exported = {};
  for (const [, factory] of replacementsFor({ ...layout, files }, context)) {
    factory(undefined, {}, {
      export: (getters) => Object.entries(getters)
        .forEach(([name, getter]) => { exported[name] = getter(); }),
      wrapAsync() {},
      link() {},
      require: () => ({}),
    });
  }
  return exported;
}

module.exports = { MeteorError, CloudWorkspaceRegistrationError, nativeError, fakeContext,
  replacedFunctions };
