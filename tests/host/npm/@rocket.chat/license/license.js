'use strict';

const { DuplicatedLicenseError, InvalidLicenseError, NotReadyForValidation } = require('./errors');
const { readLicense } = require('./read');

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
