import { requestToken } from '/server/lib/cloud/tokenRequest';

export async function getWorkspaceAccessTokenWithScope(scope = '') {
  return requestToken(scope);
}
