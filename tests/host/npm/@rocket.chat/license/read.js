'use strict';

const { InvalidLicenseError } = require('./errors');

const PREFIX = 'TESTLICENSE.';

/**
 * @param {string} encrypted `TESTLICENSE.` and the base64url of a JSON object
 * @returns {object}
 * @throws {InvalidLicenseError} for everything else
 */
function readLicense(encrypted) {
  try {
    if (!encrypted.startsWith(PREFIX)) {
      throw new InvalidLicenseError();
    }
    const body = encrypted.slice(PREFIX.length).replace(/-/g, '+').replace(/_/g, '/');
    const content = JSON.parse(Buffer.from(body, 'base64').toString('utf8'));
    if (!content || typeof content !== 'object') {
      throw new InvalidLicenseError();
    }
    return content;
  } catch (error) {
    throw new InvalidLicenseError();
  }
}

module.exports = { readLicense };
