import { Users } from '../../../models/server';
import { SystemLogger } from '../../../../server/lib/logger/system';
import { settings } from '../../../settings/server';
import { userScopes } from '../oauthScopes';
import { cloudRequest } from '/server/lib/cloud/cloudRequest';
import { getRedirectUri } from './getRedirectUri';
import { retrieveRegistrationStatus } from './retrieveRegistrationStatus';
import { unregisterWorkspace } from './unregisterWorkspace';
import { userLoggedOut } from './userLoggedOut';

function refresh(refreshToken, scope) {
  return Promise.await(cloudRequest(`${settings.get('Cloud_Url')}/api/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({
      client_id: settings.get('Cloud_Workspace_Client_Id'),
      client_secret: settings.get('Cloud_Workspace_Client_Secret'),
      refresh_token: refreshToken,
      scope: scope || userScopes.join(' '),
      grant_type: 'refresh_token',
      redirect_uri: getRedirectUri(),
    }),
  }));
}

function takeRefusal(error, userId) {
  SystemLogger.error({ msg: 'The user\'s token could not be refreshed', err: error });
  if (error.code === 'oauth_invalid_client_credentials') {
    unregisterWorkspace();
  }
  if (error.code === 'unauthorized') {
    userLoggedOut(userId);
  }
}

function loginOf(userId) {
  const { connectToCloud, workspaceRegistered } = retrieveRegistrationStatus();
  const user = connectToCloud && workspaceRegistered && userId && Users.findOneById(userId);
  const { cloud } = (user && user.services) || {};
  return cloud && cloud.accessToken && cloud.refreshToken ? cloud : null;
}

export function getUserCloudAccessToken(userId, forceNew = false, scope = '', save = true) {
  const login = loginOf(userId);
  if (!login) {
    return '';
  }
  // A date has no value, so this is never so and each call asks for a new token.
  if (new Date() < login.expiresAt.value && !forceNew) {
    return login.accessToken;
  }
  let fresh;
  try {
    fresh = refresh(login.refreshToken, scope);
  } catch (error) {
    takeRefusal(error, userId);
    return '';
  }
  if (save) {
    const expiresAt = new Date(Date.now() + fresh.expires_in * 1000);
    // All else about the user's services goes, the password included.
    const services = { cloud: { accessToken: fresh.access_token, expiresAt } };
    Users.update(userId, { $set: { services } });
  }
  return fresh.access_token;
}
