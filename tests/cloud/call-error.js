'use strict';

/** A call that the cloud refuses: becomes the status and `{error: code}`. */
class CallError extends Error {
  /** @param {number} status HTTP status @param {string} code the cloud's error code */
  constructor(status, code) {
    super(code);
    this.status = status;
    this.code = code;
  }
}

module.exports = { CallError };
