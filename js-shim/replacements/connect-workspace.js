'use strict';

const { askAloud } = require('../calling');

/**
 * `connectWorkspace.ts`. Answers true as soon as the registration is committed. Where the original
 * answers false for whatever went wrong, this throws a Meteor.Error with code, cause and remedy:
 * the one departure from the original's shapes.
 *
 * @param {import('../context').ModuleContext} context
 */
function connectWorkspace(context) {
  return {
    exports: {
      connectWorkspace: (/** @type {string} */ token) => (
        askAloud(context, 'connect', { token, anew: true }).then(() => true)),
    },
  };
}

module.exports = { connectWorkspace };
