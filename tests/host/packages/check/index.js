'use strict';

const { Meteor } = require('meteor/meteor');

const TYPES = new Map([
  [String, 'string'], [Number, 'number'], [Boolean, 'boolean'], [Function, 'function'],
]);

/** Pattern for a value that may be missing. */
class Maybe {
  constructor(pattern) {
    this.pattern = pattern;
  }
}

/** A value does not have the shape that a method or route asks for. */
class MatchError extends Error {
  constructor(message) {
    super(`Match error: ${message}`);
    this.errorType = 'Match.Error';
    this.sanitizedError = new Meteor.Error(400, 'Match failed');
  }
}

/**
 * @param {*} value
 * @param {*} pattern a type's constructor, an object of patterns or `Match.Optional`/`Maybe`
 * @throws {MatchError}
 */
function check(value, pattern) {
  if (pattern instanceof Maybe) {
    if (value !== undefined && value !== null) {
      check(value, pattern.pattern);
    }
  } else if (TYPES.has(pattern)) {
    if (typeof value !== TYPES.get(pattern)) {
      throw new MatchError(`Expected ${TYPES.get(pattern)}, got ${typeof value}`);
    }
  } else if (pattern && typeof pattern === 'object') {
    if (!value || typeof value !== 'object') {
      throw new MatchError(`Expected object, got ${typeof value}`);
    }
    Object.keys(pattern).forEach((key) => check(value[key], pattern[key]));
  }
}

const Match = { Optional: (p) => new Maybe(p), Maybe: (p) => new Maybe(p), Error: MatchError };

module.exports = { check, Match };
