'use strict';
/* global Npm */

const crypto = Npm.require('crypto');

const sha256 = (text, encoding) => crypto.createHash('sha256').update(text).digest(encoding);

/** Clients send the SHA-256 of a password, REST clients may send the password itself. */
function digestOf(password) {
  return typeof password === 'string' ? sha256(password, 'hex') : password.digest;
}

/**
 * @param {string|{digest: string}} password
 * @param {string} [salt]
 * @returns {string} `salt:hash`
 */
function protect(password, salt = crypto.randomBytes(16).toString('hex')) {
  return `${salt}:${crypto.scryptSync(digestOf(password), salt, 32).toString('hex')}`;
}

/** @returns {boolean} whether the password is the one that was protected */
function matches(password, stored) {
  return typeof stored === 'string'
    && protect(password, stored.slice(0, stored.indexOf(':'))) === stored;
}

/** @returns {string} the form in which a login token is kept in the database */
const hashLoginToken = (token) => sha256(token, 'base64');

module.exports = { protect, matches, hashLoginToken };
