'use strict';

const { WorkspaceCredentialsRaw } = require('./others');
const { proxify, registerModel } = require('./registry');
const shared = require('./shared');

function registerModels(db) {
  shared.registerModels(db);
  registerModel('IWorkspaceCredentialsModel', new WorkspaceCredentialsRaw(db));
}

module.exports = {
  ...shared, registerModels, WorkspaceCredentials: proxify('IWorkspaceCredentialsModel'),
};
