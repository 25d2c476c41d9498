'use strict';

module.exports = { Meteor: require('./api').Meteor, global };
