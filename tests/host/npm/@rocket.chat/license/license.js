'use strict';

const { EventEmitter } = require('events');
const { DuplicatedLicenseError, InvalidLicenseError, NotReadyForValidation } = require('./errors');
const { readLicense } = require('./read');

/** The license of this workspace, read and judged. What comes of it is told by events. */
class LicenseManager {
  constructor() {
    this.events = new EventEmitter();
    this.workspaceUrl = null;
    this.encrypted = null;
    this.content = null;
    this.valid = false;
    this.pending = '';
  }

  onValidateLicense(listener) {
    this.events.on('validated', listener);
  }

  onRemoveLicense(listener) {
    this.events.on('removed', listener);
  }

  /** Until the workspace knows its address nothing can be judged; then what waited is. */
  async setWorkspaceUrl(url) {
    this.workspaceUrl = url;
    if (this.pending) {
      await this.setLicense(this.pending);
    }
  }

  /** @returns {string|undefined} the license in force */
  get encryptedLicense() {
    return this.hasValidLicense() ? this.encrypted : undefined;
  }

  /**
   * @param {string} encrypted
   * @returns {Promise<boolean>} true also for one that is not valid here
   */
  async setLicense(encrypted) {
    if (!encrypted || typeof encrypted !== 'string') {
      throw new InvalidLicenseError();
    }
    if (encrypted === this.encryptedLicense) {
      throw new DuplicatedLicenseError();
    }
    if (!this.workspaceUrl) {
      // In memory alone: a restart forgets it.
      this.pending = encrypted;
      throw new NotReadyForValidation();
    }
    const content = readLicense(encrypted);
    Object.assign(this, { encrypted, content, valid: !content.invalid, pending: '' });
    if (this.valid) {
      this.events.emit('validated');
    }
    return true;
  }

  remove() {
    if (this.content) {
      Object.assign(this, { encrypted: null, content: null, valid: false, pending: '' });
      this.events.emit('removed');
    }
  }

  hasValidLicense() {
    return Boolean(this.getLicense());
  }

  getLicense() {
    return this.valid && this.content ? this.content : undefined;
  }
}

module.exports = { LicenseManager };
