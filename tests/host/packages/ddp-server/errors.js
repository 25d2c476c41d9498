'use strict';

const { Meteor } = require('meteor/meteor');

/**
 * What the caller of a method gets to see of an error: a `Meteor.Error` as it is, of any other
 * nothing.
 *
 * @param {*} error
 * @param {string} method
 * @returns {object}
 */
function clientError(error, method) {
  if (error && error.isClientSafe) {
    return printable(error);
  }
  if (error && error.sanitizedError && error.sanitizedError.isClientSafe) {
    return printable(error.sanitizedError);
  }
  Meteor._debug(`Exception while invoking method '${method}'`, error);
  return printable(new Meteor.Error(500, 'Internal server error'));
}

function printable({ error, reason, details, message }) {
  const shown = { isClientSafe: true, error, reason, message, errorType: 'Meteor.Error' };
  return details === undefined ? shown : { ...shown, details };
}

module.exports = { clientError };
