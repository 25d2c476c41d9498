'use strict';

const { DuplicatedLicenseError, InvalidLicenseError, NotReadyForValidation } = require('./errors');

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

/** The license of this workspace, read and judged. */
class LicenseManager {
  constructor() {
    this.workspaceUrl = null;
    this.encrypted = null;
    this.content = null;
    this.valid = false;
    this.pending = null;
  }

  /** Until the workspace knows its address nothing can be judged; then what waited is. */
  async setWorkspaceUrl(url) {
    this.workspaceUrl = url;
    if (this.pending) {
      const waiting = this.pending;
      this.pending = null;
      await this.setLicense(waiting);
    }
  }

  /**
   * @param {string} encrypted
   * @returns {Promise<boolean>} whether it is valid here; a license that is not does not throw
   */
  async setLicense(encrypted) {
    if (!encrypted || typeof encrypted !== 'string') {
      throw new InvalidLicenseError();
    }
    if (encrypted === this.encrypted) {
      throw new DuplicatedLicenseError();
    }
    if (!this.workspaceUrl) {
      this.pending = encrypted;
      throw new NotReadyForValidation();
    }
    const content = readLicense(encrypted);
    this.encrypted = encrypted;
    this.content = content;
    this.valid = !content.invalid;
    return this.valid;
  }

  async remove() {
    this.encrypted = null;
    this.content = null;
    this.valid = false;
  }

  hasValidLicense() {
    return this.valid;
  }

  getLicense() {
    return this.valid ? this.content : undefined;
  }
}

module.exports = { LicenseManager };
