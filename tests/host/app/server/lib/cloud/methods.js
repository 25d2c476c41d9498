import { check } from 'meteor/check';
import { Meteor } from 'meteor/meteor';
import { hasPermissionAsync } from '/app/authorization/server/functions/hasPermission';
import { buildWorkspaceRegistrationData } from '/app/cloud/server/functions/buildRegistrationData';
import { checkUserHasCloudLogin } from '/app/cloud/server/functions/checkUserHasCloudLogin';
import { connectWorkspace } from '/app/cloud/server/functions/connectWorkspace';
import { finishOAuthAuthorization } from '/app/cloud/server/functions/finishOAuthAuthorization';
import { getOAuthAuthorizationUrl } from '/app/cloud/server/functions/getOAuthAuthorizationUrl';
import { retrieveRegistrationStatus } from '/app/cloud/server/functions/retrieveRegistrationStatus';
import { startRegisterWorkspace } from '/app/cloud/server/functions/startRegisterWorkspace';
import { syncWorkspace } from '/app/cloud/server/functions/syncWorkspace';
import { userLogout } from '/app/cloud/server/functions/userLogout';

/**
 * @param {string|null} userId
 * @param {string} method
 * @returns {Promise<string>} id of the user, who may manage the cloud
 */
export async function requireManager(userId, method) {
  if (!userId) {
    throw new Meteor.Error('error-invalid-user', 'Invalid user', { method });
  }
  if (!await hasPermissionAsync(userId, 'manage-cloud')) {
    throw new Meteor.Error('error-not-authorized', 'Not authorized', { method });
  }
  return userId;
}

Meteor.methods({
  async 'cloud:checkRegisterStatus'() {
    await requireManager(Meteor.userId(), 'cloud:checkRegisterStatus');
    return retrieveRegistrationStatus();
  },

  async 'cloud:getWorkspaceRegisterData'() {
    await requireManager(Meteor.userId(), 'cloud:getWorkspaceRegisterData');
    const data = await buildWorkspaceRegistrationData(undefined);
    return Buffer.from(JSON.stringify(data)).toString('base64');
  },

  async 'cloud:registerWorkspace'() {
    await requireManager(Meteor.userId(), 'cloud:registerWorkspace');
    return startRegisterWorkspace();
  },

  async 'cloud:syncWorkspace'() {
    await requireManager(Meteor.userId(), 'cloud:syncWorkspace');
    // Old releases answer whether it went well; later ones reject when it did not.
    return await syncWorkspace() !== false;
  },

  async 'cloud:connectWorkspace'(token) {
    check(token, String);
    await requireManager(Meteor.userId(), 'cloud:connectWorkspace');
    if (!token) {
      throw new Meteor.Error('error-invalid-payload', 'Token is required.',
        { method: 'cloud:connectWorkspace' });
    }
    return connectWorkspace(token);
  },

  async 'cloud:getOAuthAuthorizationUrl'() {
    await requireManager(Meteor.userId(), 'cloud:getOAuthAuthorizationUrl');
    return getOAuthAuthorizationUrl();
  },

  async 'cloud:finishOAuthAuthorization'(code, state) {
    check(code, String);
    check(state, String);
    await requireManager(Meteor.userId(), 'cloud:finishOAuthAuthorization');
    return finishOAuthAuthorization(code, state);
  },

  async 'cloud:checkUserLoggedIn'() {
    return checkUserHasCloudLogin(await requireManager(Meteor.userId(), 'cloud:checkUserLoggedIn'));
  },

  async 'cloud:logout'() {
    return userLogout(await requireManager(Meteor.userId(), 'cloud:logout'));
  },
});
