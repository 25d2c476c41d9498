import { Users } from '../../../models/server';
import { SystemLogger } from '../../../../server/lib/logger/system';
import { settings } from '../../../settings/server';
import { cloudRequest } from '/server/lib/cloud/cloudRequest';
import { retrieveRegistrationStatus } from './retrieveRegistrationStatus';
import { userLoggedOut } from './userLoggedOut';

function revoke(token) {
  try {
    Promise.await(cloudRequest(`${settings.get('Cloud_Url')}/api/oauth/revoke`, {
      method: 'POST',
      body: new URLSearchParams({
        client_id: settings.get('Cloud_Workspace_Client_Id'),
        client_secret: settings.get('Cloud_Workspace_Client_Secret'),
        token,
        token_type_hint: 'refresh_token',
      }),
    }));
  } catch (err) {
    SystemLogger.error({ msg: 'The refresh token could not be revoked', err });
  }
}

export function userLogout(userId) {
  const { connectToCloud, workspaceRegistered } = retrieveRegistrationStatus();
  if (!connectToCloud || !workspaceRegistered || !userId) {
    return '';
  }
  const { services = {} } = Users.findOneById(userId) || {};
  if (services.cloud && services.cloud.refreshToken) {
    revoke(services.cloud.refreshToken);
  }
  return userLoggedOut(userId);
}
