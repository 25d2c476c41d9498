'use strict';

/** The one kind of error that a method's caller gets to see. */
class MeteorError extends Error {
  /**
   * @param {string|number} error code
   * @param {string} [reason]
   * @param {*} [details]
   */
  constructor(error, reason, details) {
    super(reason ? `${reason} [${error}]` : `[${error}]`);
    this.isClientSafe = true;
    this.error = error;
    this.reason = reason;
    this.details = details;
    this.errorType = 'Meteor.Error';
    // EJSON and JSON print own enumerable properties only.
    Object.defineProperty(this, 'message', { value: this.message, enumerable: true });
  }

  get meteorError() {
    return true;
  }

  clone() {
    return new MeteorError(this.error, this.reason, this.details);
  }
}

module.exports = { MeteorError };
