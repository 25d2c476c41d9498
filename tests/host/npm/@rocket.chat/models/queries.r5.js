'use strict';

/** On release 5 only the older models, which wait in a fiber, know the oldest user. */
module.exports = { queriesOfUsers: {}, resetOfSettings: {} };
