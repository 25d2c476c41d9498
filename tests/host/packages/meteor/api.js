'use strict';
/* global __meteor_bootstrap__, __meteor_runtime_config__ */

const { EnvironmentVariable, bind, requireFiber } = require('./dynamics');
const { MeteorError } = require('./errors');

/** Logs what a callback throws, since nobody waits for it. */
function reportTo(onException) {
  if (typeof onException === 'function') {
    return onException;
  }
  const what = onException || 'callback of async function';
  return (error) => Meteor._debug(`Exception in ${what}:`, error);
}

function bindEnvironment(run, onException, self) {
  return bind(run, reportTo(onException), self);
}

const Meteor = {
  isClient: false,
  isServer: true,
  isProduction: true,
  isDevelopment: false,
  release: __meteor_runtime_config__.meteorRelease,
  settings: {},
  Error: MeteorError,
  EnvironmentVariable,
  bindEnvironment,
  _nodeCodeMustBeInFiber: requireFiber,
  _debug: (...args) => console.error(...args),
  _noYieldsAllowed: (run) => run(),

  startup(hook) {
    const hooks = __meteor_bootstrap__ && __meteor_bootstrap__.startupHooks;
    if (!hooks) {
      return hook();
    }
    hooks.push(hook);
    return undefined;
  },

  setTimeout: (run, ms) => setTimeout(bindEnvironment(run, 'setTimeout callback'), ms),
  setInterval: (run, ms) => setInterval(bindEnvironment(run, 'setInterval callback'), ms),
  clearTimeout: (timer) => clearTimeout(timer),
  clearInterval: (timer) => clearInterval(timer),
  defer: (run) => Meteor.setTimeout(run, 0),

  absoluteUrl(path = '') {
    const root = __meteor_runtime_config__.ROOT_URL.replace(/\/*$/, '/');
    return root + path.replace(/^\//, '');
  },
};

module.exports = { Meteor };
