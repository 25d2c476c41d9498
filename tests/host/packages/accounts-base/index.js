'use strict';

const { Meteor } = require('meteor/meteor');
const { DDP } = require('meteor/ddp-server');
const { Accounts } = require('./accounts');
const { findUserSync } = require('./sync-find');

/** @returns {string|null} whose call this is */
function userId() {
  const invocation = DDP._CurrentInvocation.get();
  if (!invocation) {
    throw new Error('Meteor.userId can only be invoked in method calls or publications.');
  }
  return invocation.userId;
}

const selectorOf = (selector) => (typeof selector === 'string' ? { _id: selector } : selector);
const findUser = (selector) => Accounts.users().findOne(selectorOf(selector));

Meteor.userId = userId;
Meteor.users = findUserSync(findUser);
Meteor.userAsync = () => Meteor.users.findOneAsync(userId());
Meteor.user = () => Meteor.users.findOne(userId());

Meteor.methods({
  async login(options) {
    const result = await Accounts.login(options || {});
    await this.setUserId(result.id);
    return result;
  },

  async logout() {
    await this.setUserId(null);
  },
});

module.exports = { Accounts };
