'use strict';

const crypto = require('node:crypto');

const DAY_MS = 24 * 3600 * 1000;
const base64url = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The support window and its signed form, which a workspace passes on byte for byte. */
class SupportWindow {
  constructor() {
    this.startedAt = Date.now();
    // Ed25519 signs the same text to the same bytes: the signed form changes with the data only.
    this.keys = crypto.generateKeyPairSync('ed25519');
  }

  /** @returns {object} a window in which the tried releases are supported for a year */
  defaults() {
    const at = (days) => new Date(this.startedAt + days * DAY_MS).toISOString();
    const entry = (version) => ({
      version, expiration: at(365), security: false, infoUrl: 'https://docs.rocket.chat/docs',
    });
    return {
      timestamp: at(0),
      messages: [{
        remainingDays: 15, title: 'message_token', subtitle: 'message_token',
        description: 'message_token', type: 'alert', link: 'https://docs.rocket.chat/docs',
      }],
      versions: ['5.2.0', '6.4.0', '6.13.0', '7.2.0', '8.6.1'].map(entry),
      enforcementStartDate: at(-365),
      i18n: { en: { message_token: 'Your server will be out of support soon.' } },
    };
  }

  /** @param {object|null} replacement values that replace the default ones @returns {object} */
  current(replacement) {
    const data = { ...this.defaults(), ...replacement };
    return { ...data, signed: this.sign(data) };
  }

  /** @param {object} data @returns {string} a JSON web signature */
  sign(data) {
    const text = `${base64url({ alg: 'EdDSA', typ: 'JWT' })}.${base64url(data)}`;
    const signature = crypto.sign(null, Buffer.from(text), this.keys.privateKey);
    return `${text}.${signature.toString('base64url')}`;
  }
}

module.exports = { SupportWindow };
