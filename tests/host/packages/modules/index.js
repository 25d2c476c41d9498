'use strict';
/* global Npm */

const reify = Npm.require('@meteorjs/reify/lib/runtime');

reify.enable(module.constructor.prototype);

module.exports = { meteorInstall: Package['modules-runtime'].meteorInstall };
