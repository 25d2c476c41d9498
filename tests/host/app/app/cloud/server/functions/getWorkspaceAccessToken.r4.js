import { Settings } from '@rocket.chat/models';
import { settings } from '../../../settings/server';
import { getWorkspaceAccessTokenWithScope } from './getWorkspaceAccessTokenWithScope';
import { retrieveRegistrationStatus } from './retrieveRegistrationStatus';

const TOKEN = 'Cloud_Workspace_Access_Token';
const EXPIRES_AT = 'Cloud_Workspace_Access_Token_Expires_At';

/** One token for all scopes: whichever was asked for last is what everybody gets. */
export async function getWorkspaceAccessToken(forceNew = false, scope = '', save = true) {
  const { connectToCloud, workspaceRegistered } = await retrieveRegistrationStatus();
  if (!connectToCloud || !workspaceRegistered) {
    return '';
  }
  const expires = await Settings.findOneById(EXPIRES_AT);
  if (expires === null) {
    throw new Error(`${EXPIRES_AT} is not set`);
  }
  if (expires.value && new Date() < expires.value && !forceNew) {
    return settings.get(TOKEN);
  }
  const { token, expiresAt } = await getWorkspaceAccessTokenWithScope(scope);
  if (save) {
    await Promise.all([
      Settings.updateValueById(TOKEN, token), Settings.updateValueById(EXPIRES_AT, expiresAt),
    ]);
  }
  return token;
}

export const generateWorkspaceBearerHttpHeader = async (
  forceNew = false, scope = '', save = true,
) => {
  const token = await getWorkspaceAccessToken(forceNew, scope, save);
  return token ? { Authorization: `Bearer ${token}` } : undefined;
};
