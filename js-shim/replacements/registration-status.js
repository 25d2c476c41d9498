'use strict';

const { ask } = require('../calling');

/**
 * `retrieveRegistrationStatus.ts`: read from the database, because a cache lags.
 *
 * @param {import('../context').ModuleContext} context
 */
function registrationStatus(context) {
  return {
    exports: {
      retrieveRegistrationStatus: () => ask(context, 'registrationStatus'),
    },
  };
}

module.exports = { registrationStatus };
