import { WorkspaceCredentials } from '@rocket.chat/models';
import { workspaceScopes } from '../oauthScopes';
import { getWorkspaceAccessTokenWithScope } from './getWorkspaceAccessTokenWithScope';
import { retrieveRegistrationStatus } from './retrieveRegistrationStatus';

export async function getWorkspaceAccessToken(
  forceNew = false, scope = '', save = true, throwOnError = false,
) {
  const { workspaceRegistered } = await retrieveRegistrationStatus();
  if (!workspaceRegistered) {
    return '';
  }
  const wanted = scope || workspaceScopes.join(' ');
  const stored = await WorkspaceCredentials.getCredentialByScope(wanted);
  if (stored && new Date() < stored.expirationDate && !forceNew) {
    return stored.accessToken;
  }
  const fresh = await getWorkspaceAccessTokenWithScope({ scope: wanted, throwOnError });
  if (save) {
    await WorkspaceCredentials.updateCredentialByScope({
      scope: fresh.scope, accessToken: fresh.token, expirationDate: fresh.expiresAt,
    });
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
