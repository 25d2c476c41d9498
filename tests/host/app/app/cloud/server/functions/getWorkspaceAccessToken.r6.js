import { Settings } from '@rocket.chat/models';
import { notifyOnSettingChangedById } from '../../../lib/server/lib/notifyListener';
import { settings } from '../../../settings/server';
import { getWorkspaceAccessTokenWithScope } from './getWorkspaceAccessTokenWithScope';
import { retrieveRegistrationStatus } from './retrieveRegistrationStatus';

async function keep(id, value) {
  if ((await Settings.updateValueById(id, value)).modifiedCount) {
    await notifyOnSettingChangedById(id);
  }
}

/** One token for all scopes: whichever was asked for last is what everybody gets. */
export async function getWorkspaceAccessToken(
  forceNew = false, scope = '', save = true, throwOnError = false,
) {
  const { workspaceRegistered } = await retrieveRegistrationStatus();
  if (!workspaceRegistered) {
    return '';
  }
  const expires = await Settings.findOneById('Cloud_Workspace_Access_Token_Expires_At');
  if (expires === null) {
    throw new Error('Cloud_Workspace_Access_Token_Expires_At is not set');
  }
  if (expires.value && new Date() < expires.value && !forceNew) {
    return settings.get('Cloud_Workspace_Access_Token');
  }
  const fresh = await getWorkspaceAccessTokenWithScope(scope, throwOnError);
  if (save) {
    await keep('Cloud_Workspace_Access_Token', fresh.token);
    await keep('Cloud_Workspace_Access_Token_Expires_At', fresh.expiresAt);
  }
  return fresh.token;
}

export class CloudWorkspaceAccessTokenError extends Error {
  constructor() {
    super('Could not get workspace access token');
  }
}

export class CloudWorkspaceAccessTokenEmptyError extends Error {
  constructor() {
    super('Workspace access token is empty');
  }
}

export const isAbortError = (error) => Boolean(error) && error.type === 'AbortError';

export async function getWorkspaceAccessTokenOrThrow(forceNew = false, scope = '', save = true) {
  const token = await getWorkspaceAccessToken(forceNew, scope, save, true);
  if (!token) {
    throw new CloudWorkspaceAccessTokenEmptyError();
  }
  return token;
}

export const generateWorkspaceBearerHttpHeaderOrThrow = async (
  forceNew = false, scope = '', save = true,
) => ({
  Authorization: `Bearer ${await getWorkspaceAccessTokenOrThrow(forceNew, scope, save)}`,
});

export const generateWorkspaceBearerHttpHeader = async (
  forceNew = false, scope = '', save = true,
) => {
  const token = await getWorkspaceAccessToken(forceNew, scope, save);
  return token ? { Authorization: `Bearer ${token}` } : undefined;
};
