import { serverFetch as fetch } from '@rocket.chat/server-fetch';
import { SystemLogger } from '/server/lib/logger/system';
import { settings } from '/app/settings/server';
import { workspaceScopes } from '/app/cloud/server/oauthScopes';
import { getRedirectUri } from '/app/cloud/server/functions/getRedirectUri';
import { retrieveRegistrationStatus } from '/app/cloud/server/functions/retrieveRegistrationStatus';
import { unregisterWorkspace } from '/app/cloud/server/functions/unregisterWorkspace';

const NO_TOKEN = () => ({ token: '', expiresAt: new Date() });

async function askForToken(scope) {
  const response = await fetch(`${settings.get('Cloud_Url')}/api/oauth/token`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      client_id: settings.get('Cloud_Workspace_Client_Id'),
      client_secret: settings.get('Cloud_Workspace_Client_Secret'),
      scope: scope || workspaceScopes.join(' '),
      grant_type: 'client_credentials',
      redirect_uri: getRedirectUri(),
    }),
  });
  const payload = await response.json();
  if (!response.ok) {
    throw Object.assign(new Error('The cloud gave no token'), { code: payload.error });
  }
  const expiresAt = new Date(Date.now() + payload.expires_in * 1000);
  return { token: payload.access_token, expiresAt };
}

/**
 * Asks the cloud for a token. Every failure is swallowed and becomes an empty token; a cloud that
 * does not know the workspace makes it forget its registration.
 *
 * @param {string} scope
 * @returns {Promise<{token: string, expiresAt: Date}>}
 */
export async function requestToken(scope) {
  const { connectToCloud, workspaceRegistered } = await retrieveRegistrationStatus();
  if (!connectToCloud || !workspaceRegistered) {
    return NO_TOKEN();
  }
  try {
    return await askForToken(scope);
  } catch (err) {
    SystemLogger.error({ msg: 'There is no token for the cloud', err });
    if (err.code === 'oauth_invalid_client_credentials') {
      unregisterWorkspace();
    }
    return NO_TOKEN();
  }
}
