'use strict';

const { PackageRegistry } = require('./registry');

global.Package = new PackageRegistry();
module.exports = { Meteor: require('./api').Meteor, global };
