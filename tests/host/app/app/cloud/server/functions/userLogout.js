import { serverFetch as fetch } from '@rocket.chat/server-fetch';
import { Users } from '@rocket.chat/models';
import { SystemLogger } from '../../../../server/lib/logger/system';
import { settings } from '../../../settings/server';
import { retrieveRegistrationStatus } from './retrieveRegistrationStatus';
import { userLoggedOut } from './userLoggedOut';

async function revoke(token) {
  await fetch(`${settings.get('Cloud_Url')}/api/oauth/revoke`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    params: {
      client_id: settings.get('Cloud_Workspace_Client_Id'),
      client_secret: settings.get('Cloud_Workspace_Client_Secret'),
      token,
      token_type_hint: 'refresh_token',
    },
  });
}

export async function userLogout(userId) {
  const { workspaceRegistered } = await retrieveRegistrationStatus();
  if (!workspaceRegistered || !userId) {
    return '';
  }
  const user = await Users.findOneById(userId);
  const cloud = user && user.services && user.services.cloud;
  if (cloud && cloud.refreshToken) {
    try {
      await revoke(cloud.refreshToken);
    } catch (err) {
      SystemLogger.error({ msg: 'The refresh token could not be revoked', err });
    }
  }
  return userLoggedOut(userId);
}
