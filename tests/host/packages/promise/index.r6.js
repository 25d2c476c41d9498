'use strict';
/* global Npm */

// The global Promise stays; its `then` is patched so that callbacks run in fibers.
Npm.require('meteor-promise').makeCompatible(Promise, Npm.require('fibers'));

module.exports = { Promise };
