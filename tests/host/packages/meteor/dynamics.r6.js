'use strict';
/* global Npm */

const Fiber = Npm.require('fibers');

const OUTSIDE = 'Meteor code must always run within a Fiber. Try wrapping callbacks that you pass '
  + 'to non-Meteor libraries with Meteor.bindEnvironment.';

let nextSlot = 0;

function requireFiber() {
  if (!Fiber.current) {
    throw new Error(OUTSIDE);
  }
}

/** A variable that belongs to the fiber and what is called from it. */
class EnvironmentVariable {
  constructor() {
    this.slot = nextSlot++;
  }

  get() {
    requireFiber();
    return Fiber.current._meteor_dynamics && Fiber.current._meteor_dynamics[this.slot];
  }

  getOrNullIfOutsideFiber() {
    return Fiber.current ? this.get() : null;
  }

  withValue(value, run) {
    requireFiber();
    const saved = Fiber.current._meteor_dynamics;
    Fiber.current._meteor_dynamics = (saved || []).slice();
    Fiber.current._meteor_dynamics[this.slot] = value;
    try {
      return run();
    } finally {
      Fiber.current._meteor_dynamics = saved;
    }
  }
}

/**
 * @param {function} run
 * @param {function(Error)} onException
 * @param {*} self
 * @returns {function} runs in a fiber with today's variables; returns a value only if it was
 *     called from a fiber
 */
function bind(run, onException, self) {
  requireFiber();
  const captured = (Fiber.current._meteor_dynamics || []).slice();
  return function (...args) {
    const inFiber = () => {
      const saved = Fiber.current._meteor_dynamics;
      Fiber.current._meteor_dynamics = captured.slice();
      try {
        return run.apply(self, args);
      } catch (error) {
        onException(error);
      } finally {
        Fiber.current._meteor_dynamics = saved;
      }
      return undefined;
    };
    if (Fiber.current) {
      return inFiber();
    }
    Fiber(inFiber).run();
    return undefined;
  };
}

module.exports = { EnvironmentVariable, bind, requireFiber };
