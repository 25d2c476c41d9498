'use strict';

const { BaseRaw } = require('./base');
const { queriesOfUsers } = require('./queries');

/** Access tokens by scope. Nothing keeps a scope from being there twice. */
class WorkspaceCredentialsRaw extends BaseRaw {
  constructor(db) {
    super(db, 'workspace_credentials');
  }

  modelIndexes() {
    return [{ key: { scope: 1, expirationDate: 1, accessToken: 1 }, unique: true }];
  }

  getCredentialByScope(scope = '') {
    return this.findOne({ scope });
  }

  updateCredentialByScope({ scope, accessToken, expirationDate }) {
    const update = { $set: { scope, accessToken, expirationDate } };
    return this.updateOne({ scope }, update, { upsert: true });
  }

  removeAllCredentials() {
    return this.deleteMany({});
  }
}

class UsersRaw extends BaseRaw {
  constructor(db) {
    super(db, 'users');
  }

  findUsersInRoles(roles) {
    return this.find({ roles: { $in: [].concat(roles) } });
  }

  addBannerById(_id, banner) {
    return this.updateOne({ _id, [`banners.${banner.id}.read`]: { $ne: true } },
      { $set: { [`banners.${banner.id}`]: banner } });
  }
}

Object.assign(UsersRaw.prototype, queriesOfUsers);

class StatisticsRaw extends BaseRaw {
  constructor(db) {
    super(db, 'statistics');
  }

  async findLast() {
    const [last] = await this.find({}, { sort: { createdAt: -1 }, limit: 1 }).toArray();
    return last;
  }
}

class BannersRaw extends BaseRaw {
  constructor(db) {
    super(db, 'banner');
  }

  async createOrUpdate({ _id, ...banner }) {
    const update = { $set: banner, $setOnInsert: { createdAt: new Date() } };
    await this.updateOne({ _id }, update, { upsert: true });
    return this.findOneById(_id);
  }

  disable(_id) {
    return this.updateOne({ _id, active: { $ne: false } }, { $set: { active: false } });
  }
}

class RolesRaw extends BaseRaw {
  constructor(db, users) {
    super(db, 'roles');
    this.users = users;
  }

  async findUsersInRole(role) {
    return this.users.find({ roles: role });
  }

  countUsersInRole(role) {
    return this.users.countDocuments({ roles: role });
  }
}

module.exports = { WorkspaceCredentialsRaw, UsersRaw, StatisticsRaw, BannersRaw, RolesRaw };
