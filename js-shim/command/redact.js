'use strict';

const REMOVED = '[removed]';
// A name after which a value is nobody's business.
const SECRET_NAME = /secret|token|passw|authori[sz]ation|cookie|credential|private|licen[sc]e|blob|api.?key|device.?code|user.?code|e-?mail|mongo.*url|proxy|^code$/i;
// Names of that kind whose values say how something stands.
const HARMLESS_NAME = /^(license|tokens|token|proxy|emailSent)$/;
// Texts that have to be told although they look like a key.
const IDENTIFIER = /^(workspaceId|uniqueId|instance|holder)$/;

// A code of the error catalogue.
const ERROR_CODE = /^[a-z]+(\.[a-z\d-]+)+$/;

const IN_TEXT = /** @type {[RegExp, string][]} */ ([
  [/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, `$1 ${REMOVED}`],
  [/(\w+:\/\/)[^\s/@]+@/g, `$1${REMOVED}@`],
  [/[\w.+-]+@[\w-]+\.[\w.-]+/g, REMOVED],
  [/((["']?)[\w.-]*(?:secret|token|passw\w*|authori[sz]ation|cookie|credential\w*|license|api_?key|(?:device|user)_?code)[\w-]*\2\s*[:=]\s*)("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s,;&}]+)/gi, `$1${REMOVED}`],
  // A run of letters and digits as keys and tokens are.
  [/(?<![\w+/=-])(?=[\w+/=-]*\d)(?=[\w+/=-]*[A-Za-z])[\w+/=-]{20,}/g, REMOVED],
]);

/**
 * Makes a function that takes every secret out of a value.
 *
 * @param {string[]} known secrets that may stand anywhere, in any shape
 * @returns {(value: any, name?: string) => any} gives a copy
 */
function redactor(known) {
  const secrets = known.filter((secret) => secret && secret.length > 3)
    .sort((a, b) => b.length - a.length);
  const ofText = (/** @type {string} */ text) => {
    const without = secrets.reduce((rest, secret) => rest.split(secret).join(REMOVED), text);
    return IN_TEXT.reduce((rest, [pattern, by]) => rest.replace(pattern, by), without);
  };
  /** @param {any} value @param {string} [name] @returns {any} */
  const redact = (value, name = '') => {
    const scalar = value === null || typeof value !== 'object';
    if (typeof value === 'string' && IDENTIFIER.test(name)) return value;
    if (typeof value === 'string' && name === 'code' && ERROR_CODE.test(value)) return value;
    if (typeof value === 'boolean' || value === null) return value;
    if (SECRET_NAME.test(name) && (scalar || !HARMLESS_NAME.test(name))) return REMOVED;
    if (typeof value === 'string') return ofText(value);
    if (scalar) return value;
    if (Array.isArray(value)) return value.map((one) => redact(one));
    return Object.keys(value).reduce((copy, key) => ({
      ...copy, [ofText(key)]: redact(value[key], key),
    }), {});
  };
  return redact;
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {string[]} what the environment says under a name that sounds secret
 */
function secretsOfEnvironment(env) {
  return Object.keys(env).filter((name) => SECRET_NAME.test(name))
    .map((name) => String(env[name]));
}

module.exports = { redactor, secretsOfEnvironment };
