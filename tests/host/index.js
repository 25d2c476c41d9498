'use strict';

module.exports = require('./launch');
