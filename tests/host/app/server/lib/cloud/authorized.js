import { CloudWorkspaceRegistrationError } from '/lib/errors/CloudWorkspaceRegistrationError';
import { CloudWorkspaceAccessTokenEmptyError, getWorkspaceAccessToken } from '/app/cloud/server/functions/getWorkspaceAccessToken';
import { retrieveRegistrationStatus } from '/app/cloud/server/functions/retrieveRegistrationStatus';

/**
 * @returns {Promise<string>} a new token, asked for each time
 * @throws {CloudWorkspaceRegistrationError|CloudWorkspaceAccessTokenEmptyError}
 */
export async function newToken() {
  if (!(await retrieveRegistrationStatus()).workspaceRegistered) {
    throw new CloudWorkspaceRegistrationError('Workspace is not registered');
  }
  const token = await getWorkspaceAccessToken(true);
  if (!token) {
    throw new CloudWorkspaceAccessTokenEmptyError();
  }
  return token;
}
