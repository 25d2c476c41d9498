'use strict';

/** @typedef {import('./services').Services} Services */

/**
 * Hands licenses to the server's license code, which says by the kind of its error what became of
 * them and nothing at all when a readable license is not valid here.
 *
 * @param {Services} services
 * @returns {import('./port').Port}
 */
function createLicensePort(services) {
  return {
    async applyLicense({ license }) {
      try {
        await services.get('callbacks').callbacks.run('workspaceLicenseChanged', license);
      } catch (error) {
        return outcomeOf(error);
      }
      const { License } = services.find('license') || {};
      return !License || License.hasValidLicense() ? 'applied' : 'notValid';
    },
    removeLicense: () => Promise.resolve(
      services.get('callbacks').callbacks.run('workspaceLicenseRemoved'),
    ).then(() => null),
  };
}

/** @param {any} error @returns {string} */
function outcomeOf(error) {
  const name = String((error && error.name) || '');
  const kind = String((error && error.constructor && error.constructor.name) || '');
  if (/^DuplicatedLicense/.test(name) || /^DuplicatedLicense/.test(kind)) {
    return 'unchanged';
  }
  if (/^NotReadyForValidation/.test(name) || /^NotReadyForValidation/.test(kind)) {
    return 'pending';
  }
  if (/^InvalidLicense/.test(name) || /^InvalidLicense/.test(kind)
    || /invalid license/i.test(String(error && error.message))) {
    return 'unreadable';
  }
  throw error;
}

module.exports = { createLicensePort };
