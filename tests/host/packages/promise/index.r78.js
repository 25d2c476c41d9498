'use strict';

module.exports = { Promise };
