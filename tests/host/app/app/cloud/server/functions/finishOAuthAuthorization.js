import { Users } from '@rocket.chat/models';
import { Meteor } from 'meteor/meteor';
import { SystemLogger } from '../../../../server/lib/logger/system';
import { settings } from '../../../settings/server';
import { userScopes } from '../oauthScopes';
import { cloudRequest } from '/server/lib/cloud/cloudRequest';
import { getRedirectUri } from './getRedirectUri';

function exchange(code) {
  return cloudRequest(`${settings.get('Cloud_Url')}/api/oauth/token`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    params: {
      client_id: settings.get('Cloud_Workspace_Client_Id'),
      client_secret: settings.get('Cloud_Workspace_Client_Secret'),
      grant_type: 'authorization_code',
      scope: userScopes.join(' '),
      code,
      redirect_uri: getRedirectUri(),
    },
  });
}

export async function finishOAuthAuthorization(code, state) {
  const method = 'cloud:finishOAuthAuthorization';
  if (settings.get('Cloud_Workspace_Registration_State') !== state) {
    throw new Meteor.Error('error-invalid-state', 'Invalid state provided', { method });
  }
  let payload;
  try {
    payload = await exchange(code);
  } catch (err) {
    SystemLogger.error({ msg: 'The authorization could not be finished', err });
    return false;
  }
  const userId = Meteor.userId();
  if (!userId) {
    throw new Meteor.Error('error-invalid-user', 'Invalid user', { method });
  }
  const cloud = {
    accessToken: payload.access_token,
    expiresAt: new Date(Date.now() + payload.expires_in * 1000),
    scope: payload.scope,
    tokenType: payload.token_type,
    refreshToken: payload.refresh_token,
  };
  await Users.updateOne({ _id: userId }, { $set: { 'services.cloud': cloud } });
  return true;
}
