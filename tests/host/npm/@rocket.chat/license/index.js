'use strict';

const errors = require('./errors');
const { LicenseManager } = require('./license');

const License = new LicenseManager();
let store = null;

/**
 * @param {string} license
 * @param {boolean} isNewLicense whether to keep it when it is good
 * @returns {Promise<boolean>}
 * @throws {Error} see the errors of this package
 */
async function applyLicense(license, isNewLicense) {
  try {
    const valid = await License.setLicense(license);
    if (valid && isNewLicense) {
      await store(license);
    }
    return valid;
  } catch (error) {
    if (error instanceof errors.NotReadyForValidation && isNewLicense) {
      await store(license);
    }
    throw error;
  }
}

module.exports = {
  ...errors,
  License,
  applyLicense,
  /** @param {function(string): Promise} keep how to keep a license in the settings */
  setLicenseStore(keep) {
    store = keep;
  },
};
