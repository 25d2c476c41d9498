'use strict';

const assert = require('node:assert/strict');

/**
 * Checks that an error of DDP or of a button names a code, and cause and remedy in two sentences.
 * @param {any} error as the client got it
 * @param {string} code expected
 */
function assertExplained(error, code) {
  assert.equal(error && error.error, code, `error was ${JSON.stringify(error)}`);
  const sentences = String(error.reason || error.message).split(/[.;] /);
  assert.ok(sentences.length >= 2, `cause and remedy: ${JSON.stringify(error)}`);
}

/**
 * Checks an error of the status: `{code, cause, remedy}`.
 * @param {any} error
 * @param {string} code
 */
function assertExplainedInStatus(error, code) {
  assert.equal(error && error.code, code, `error was ${JSON.stringify(error)}`);
  // Particulars may follow the sentence of the cause in parentheses.
  assert.match(String(error.cause), /^[A-Z].+\.( \(.+\))?$/s, JSON.stringify(error));
  assert.match(String(error.remedy), /^[A-Z].+\.$/s, JSON.stringify(error));
}

module.exports = { assertExplained, assertExplainedInStatus };
