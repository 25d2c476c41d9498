'use strict';

/** Without fibers there is no way to wait: only the asynchronous form works. */
function findUserSync(findUser) {
  return {
    findOne() {
      throw new Error('findOne is not available on the server. Please use findOneAsync() instead.');
    },
    findOneAsync: findUser,
  };
}

module.exports = { findUserSync };
