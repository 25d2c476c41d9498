import { Meteor } from 'meteor/meteor';
import { Users } from '../../../models/server';
import { SystemLogger } from '../../../../server/lib/logger/system';
import { settings } from '../../../settings/server';
import { userScopes } from '../oauthScopes';
import { cloudRequest } from '/server/lib/cloud/cloudRequest';
import { getRedirectUri } from './getRedirectUri';

function exchange(code) {
  return Promise.await(cloudRequest(`${settings.get('Cloud_Url')}/api/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({
      client_id: settings.get('Cloud_Workspace_Client_Id'),
      client_secret: settings.get('Cloud_Workspace_Client_Secret'),
      grant_type: 'authorization_code',
      scope: userScopes.join(' '),
      code,
      redirect_uri: getRedirectUri(),
    }),
  }));
}

/** Waits in the caller's fiber, where the user is known all along. */
export function finishOAuthAuthorization(code, state) {
  if (settings.get('Cloud_Workspace_Registration_State') !== state) {
    throw new Meteor.Error('error-invalid-state', 'Invalid state provided',
      { method: 'cloud:finishOAuthAuthorization' });
  }
  let payload;
  try {
    payload = exchange(code);
  } catch (err) {
    SystemLogger.error({ msg: 'The authorization could not be finished', err });
    return false;
  }
  const cloud = {
    accessToken: payload.access_token,
    expiresAt: new Date(Date.now() + payload.expires_in * 1000),
    scope: payload.scope,
    tokenType: payload.token_type,
    refreshToken: payload.refresh_token,
  };
  Users.update({ _id: Meteor.userId() }, { $set: { 'services.cloud': cloud } });
  return true;
}
