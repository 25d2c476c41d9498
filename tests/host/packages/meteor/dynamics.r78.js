'use strict';
/* global Npm */

const { AsyncLocalStorage } = Npm.require('async_hooks');

const storage = new AsyncLocalStorage();
let nextSlot = 0;

/** A variable that belongs to the asynchronous context. */
class EnvironmentVariable {
  constructor() {
    this.slot = nextSlot++;
  }

  get() {
    const values = storage.getStore();
    return values && values[this.slot];
  }

  getOrNullIfOutsideFiber() {
    return this.get();
  }

  withValue(value, run) {
    return storage.run({ ...storage.getStore(), [this.slot]: value }, run);
  }
}

/**
 * @param {function} run
 * @param {function(Error)} onException
 * @param {*} self
 * @returns {function} runs with the variables of the time of binding
 */
function bind(run, onException, self) {
  const captured = storage.getStore() || {};
  return (...args) => storage.run(captured, () => {
    try {
      return run.apply(self, args);
    } catch (error) {
      onException(error);
      return undefined;
    }
  });
}

module.exports = { EnvironmentVariable, bind, requireFiber() {} };
