'use strict';
/* global Npm */

const Fiber = Npm.require('fibers');

/** Both forms wait by suspending a fiber, so neither works without one. */
function findUserSync(findUser) {
  const find = (selector) => {
    if (!Fiber.current) {
      throw new Error('Can\'t wait without a fiber');
    }
    return Promise.await(findUser(selector));
  };
  return { findOne: find, findOneAsync: (selector) => new Promise((done) => done(find(selector))) };
}

module.exports = { findUserSync };
