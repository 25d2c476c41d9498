'use strict';

const { BaseRaw } = require('./base');
const others = require('./others');
const { proxify, registerModel } = require('./registry');
const { SettingsRaw } = require('./settings');

/**
 * Gives the models their database.
 *
 * @param {object} db
 */
function registerModels(db) {
  const users = new others.UsersRaw(db);
  registerModel('ISettingsModel', new SettingsRaw(db));
  registerModel('IUsersModel', users);
  registerModel('IRolesModel', new others.RolesRaw(db, users));
  registerModel('IStatisticsModel', new others.StatisticsRaw(db));
  registerModel('IBannersModel', new others.BannersRaw(db));
  registerModel('IMessagesModel', new BaseRaw(db, 'message'));
  registerModel('INpsModel', new BaseRaw(db, 'nps'));
  registerModel('IMigrationsModel', new BaseRaw(db, 'migrations'));
  registerModel('ICronHistoryModel', new BaseRaw(db, 'cron'));
}

module.exports = {
  registerModel,
  registerModels,
  Settings: proxify('ISettingsModel'),
  Users: proxify('IUsersModel'),
  Roles: proxify('IRolesModel'),
  Statistics: proxify('IStatisticsModel'),
  Banners: proxify('IBannersModel'),
  Messages: proxify('IMessagesModel'),
  Nps: proxify('INpsModel'),
  Migrations: proxify('IMigrationsModel'),
  CronHistory: proxify('ICronHistoryModel'),
};
