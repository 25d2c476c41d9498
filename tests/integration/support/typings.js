'use strict';

const { registerHooks } = require('node:module');

// The vendor's packages are ES modules that leave out the ends of file names, which only bundlers
// understand.
const ENDINGS = ['', '.js', '/index.js'];

registerHooks({
  resolve(specifier, context, next) {
    const isTheirs = /@rocket\.chat\//.test(context.parentURL || '');
    if (!isTheirs) return next(specifier, context);
    let problem;
    for (const ending of ENDINGS) {
      try {
        return next(specifier + ending, context);
      } catch (error) {
        problem = error;
      }
    }
    throw problem;
  },
});

/** Validators of what clients send to `/v1/cloud.*`. */
const cloudProps = require('@rocket.chat/rest-typings/dist/v1/cloud');

module.exports = { cloudProps };
