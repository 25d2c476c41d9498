'use strict';

const { meteorError } = require('./meteor-error');

/**
 * Calls the native module on behalf of the server. Whatever goes wrong, also while the call is
 * made, comes as a rejection, because the functions that are replaced were async. Nothing here
 * awaits, so on release 6 what is chained keeps fiber and user.
 *
 * @param {import('./context').ModuleContext} context
 * @param {string} name a function of the binding
 * @param {object} [argument]
 * @returns {Promise<any>} rejects with the native module's error
 */
function ask(context, name, argument = {}) {
  return new Promise((resolve) => resolve(context.registrar()[name](argument)));
}

/**
 * The same for callers that show the error: it comes as a Meteor.Error with code, cause and remedy.
 *
 * @param {import('./context').ModuleContext} context
 * @param {string} name
 * @param {object} [argument]
 * @returns {Promise<any>}
 */
function askAloud(context, name, argument) {
  return ask(context, name, argument).catch((/** @type {any} */ error) => {
    throw meteorError(context, error);
  });
}

/**
 * The same for the module's own endpoints and buttons, which may be asked as soon as the server
 * listens: what they answer and do rests on settings and state that the start brings.
 *
 * @param {import('./context').ModuleContext} context
 * @param {string} name
 * @param {object} [argument]
 * @returns {Promise<any>}
 */
function askStarted(context, name, argument) {
  return context.whenStarted().then(() => ask(context, name, argument));
}

module.exports = { ask, askAloud, askStarted };
