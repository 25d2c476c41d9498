'use strict';
/* global Npm */

const loaded = Npm.require('ejson');

module.exports = { EJSON: loaded.EJSON || loaded.default || loaded };
