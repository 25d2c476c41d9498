'use strict';

const BAD_ARGUMENT = 'module.bad-argument';

/** A call that cannot be meant, with what is wrong and what to do. */
class Refusal extends Error {
  /** @param {string} cause @param {string} remedy */
  constructor(cause, remedy) {
    super(`${cause} ${remedy}`);
    Object.assign(this, { code: BAD_ARGUMENT, remedy, details: { cause } });
  }
}

/**
 * A failure as the endpoints answer it. Only what was made for people goes out.
 *
 * @param {any} error a Refusal, or an error of the native module
 * @returns {{error: string, errorType: string, cause: string, remedy: string}}
 */
function failureBody(error) {
  if (!error || !error.code || !error.details) {
    return {
      error: 'The module has failed inside. Look at the server\'s log.',
      errorType: 'module.internal',
      cause: 'The module has failed inside.',
      remedy: 'Look at the server\'s log.',
    };
  }
  const { code, message, remedy, details } = error;
  return {
    error: message, errorType: code, cause: details.cause || message, remedy: remedy || '',
  };
}

module.exports = { Refusal, failureBody };
