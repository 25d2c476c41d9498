'use strict';

/**
 * `retrieveRegistrationStatus.ts`: read from the database, because a cache lags.
 *
 * @param {import('../context').ModuleContext} context
 */
function registrationStatus(context) {
  return {
    exports: {
      retrieveRegistrationStatus: () => context.registrar().registrationStatus(),
    },
  };
}

module.exports = { registrationStatus };
