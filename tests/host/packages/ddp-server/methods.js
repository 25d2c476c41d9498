'use strict';

const { Meteor } = require('meteor/meteor');

const handlers = Object.create(null);
const CurrentInvocation = new Meteor.EnvironmentVariable();

/** `this` of a method. */
class MethodInvocation {
  constructor({ userId = null, connection = null, unblock, setUserId, isSimulation = false }) {
    this.userId = userId;
    this.connection = connection;
    this.isSimulation = isSimulation;
    this.unblock = unblock || (() => {});
    this.assignUser = setUserId;
  }

  async setUserId(userId) {
    this.userId = userId;
    if (this.assignUser) {
      this.assignUser(userId);
    }
  }
}

/** @param {Object<string, function>} definitions */
function defineMethods(definitions) {
  for (const [name, handler] of Object.entries(definitions)) {
    if (typeof handler !== 'function') {
      throw new Error(`Method '${name}' must be a function`);
    }
    if (handlers[name]) {
      throw new Error(`A method named '${name}' is already defined`);
    }
    handlers[name] = handler;
  }
}

/**
 * Runs a method as a user.
 *
 * @param {string} name
 * @param {Array} args
 * @param {MethodInvocation} invocation
 * @returns {*} what the method returns, mostly a promise
 */
function invoke(name, args, invocation) {
  const handler = handlers[name];
  if (!handler) {
    throw new Meteor.Error(404, `Method '${name}' not found`);
  }
  return CurrentInvocation.withValue(invocation, () => handler.apply(invocation, args));
}

/** A call from within the server keeps the user of the method that makes it. */
function callFromServer(name, args) {
  const outer = CurrentInvocation.get();
  const invocation = new MethodInvocation({
    userId: outer ? outer.userId : null, connection: outer ? outer.connection : null,
  });
  return invoke(name, args, invocation);
}

Meteor.methods = defineMethods;
Meteor.applyAsync = async (name, args) => callFromServer(name, args);
Meteor.callAsync = (name, ...args) => Meteor.applyAsync(name, args);
Meteor.apply = (name, args) => {
  const result = callFromServer(name, args);
  return Promise.await ? Promise.await(result) : result;
};
Meteor.call = (name, ...args) => Meteor.apply(name, args);
Meteor.server = { method_handlers: handlers };

module.exports = { CurrentInvocation, MethodInvocation, invoke };
