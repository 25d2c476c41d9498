import { serverFetch as fetch } from '@rocket.chat/server-fetch';
import { SystemLogger } from '/server/lib/logger/system';
import { settings } from '/app/settings/server';
import { workspaceScopes } from '/app/cloud/server/oauthScopes';
import { getRedirectUri } from '/app/cloud/server/functions/getRedirectUri';
import { CloudWorkspaceAccessTokenError } from '/app/cloud/server/functions/getWorkspaceAccessToken';
import { removeWorkspaceRegistrationInfo } from '/app/cloud/server/functions/removeWorkspaceRegistrationInfo';
import { retrieveRegistrationStatus } from '/app/cloud/server/functions/retrieveRegistrationStatus';

const NO_TOKEN = () => ({ token: '', expiresAt: new Date(), scope: '' });

async function askForToken(scope) {
  const response = await fetch(`${settings.get('Cloud_Url')}/api/oauth/token`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    timeout: 5000,
    body: new URLSearchParams({
      client_id: settings.get('Cloud_Workspace_Client_Id'),
      client_secret: settings.get('Cloud_Workspace_Client_Secret'),
      scope: scope || workspaceScopes.join(' '),
      grant_type: 'client_credentials',
      redirect_uri: getRedirectUri(),
    }),
  });
  const payload = await response.json();
  if (response.status >= 400 && payload.error === 'oauth_invalid_client_credentials') {
    throw new CloudWorkspaceAccessTokenError();
  }
  const expiresAt = new Date(Date.now() + payload.expires_in * 1000);
  return { token: payload.access_token, expiresAt, scope: payload.scope };
}

/**
 * Asks the cloud for a token. Nearly every failure is swallowed and becomes an empty token; a cloud
 * that does not know the workspace makes it forget its registration.
 *
 * @param {string} scope
 * @param {boolean} throwOnError
 * @returns {Promise<{token: string, expiresAt: Date, scope: string}>}
 */
export async function requestToken(scope, throwOnError) {
  const { workspaceRegistered } = await retrieveRegistrationStatus();
  if (!workspaceRegistered) {
    return NO_TOKEN();
  }
  try {
    return await askForToken(scope);
  } catch (error) {
    if (error instanceof CloudWorkspaceAccessTokenError) {
      SystemLogger.error({ msg: 'The cloud does not know this workspace any more' });
      removeWorkspaceRegistrationInfo();
      if (throwOnError) {
        throw error;
      }
    }
    return NO_TOKEN();
  }
}
