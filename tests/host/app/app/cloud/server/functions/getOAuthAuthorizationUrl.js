import { Settings } from '@rocket.chat/models';
import { Random } from 'meteor/random';
import { notifyOnSettingChangedById } from '/server/settings/lib/told';
import { settings } from '../../../settings/server';
import { userScopes } from '../oauthScopes';
import { getRedirectUri } from './getRedirectUri';

export async function getOAuthAuthorizationUrl() {
  const state = Random.id();
  await Settings.updateValueById('Cloud_Workspace_Registration_State', state);
  await notifyOnSettingChangedById('Cloud_Workspace_Registration_State');
  const query = new URLSearchParams({
    client_id: settings.get('Cloud_Workspace_Client_Id'), redirect_uri: getRedirectUri(),
    response_type: 'code', scope: userScopes.join(' '), state,
  });
  return `${settings.get('Cloud_Url')}/authorize?${query}`;
}
