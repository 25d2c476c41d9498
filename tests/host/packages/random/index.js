'use strict';
/* global Npm */

const crypto = Npm.require('crypto');

const LETTERS = '23456789ABCDEFGHJKLMNPQRSTWXYZabcdefghijkmnopqrstuvwxyz';

function fromAlphabet(alphabet, length) {
  return Array.from(crypto.randomBytes(length), (byte) => alphabet[byte % alphabet.length])
    .join('');
}

const Random = {
  id: (length = 17) => fromAlphabet(LETTERS, length),
  secret: (length = 43) => fromAlphabet(`${LETTERS}01IOUVluv-_`, length),
  hexString: (length) => crypto.randomBytes(length).toString('hex').slice(0, length),
};

module.exports = { Random };
