'use strict';

const errors = require('./errors');
const { LicenseManager } = require('./license');

const License = new LicenseManager();

/** @param {string} license @returns {boolean} whether it is worth a look */
const isNews = (license) => license !== '' && license !== License.encryptedLicense;

/**
 * @param {string} license
 * @param {boolean} isNewLicense
 * @returns {Promise<boolean>} false also for the one that is in force, which is no error here
 * @throws {Error} see the errors of this package
 */
async function applyLicense(license, isNewLicense) {
  const text = (license || '').trim();
  return isNews(text) ? License.setLicense(text, isNewLicense) : false;
}

/** The same; no license at all ends the one that is in force. */
async function applyLicenseOrRemove(license, isNewLicense) {
  if ((license || '').trim() === '') {
    License.remove();
  }
  return applyLicense(license, isNewLicense);
}

module.exports = { ...errors, License, applyLicense, applyLicenseOrRemove };
