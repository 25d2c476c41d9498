import { requestToken } from '/server/lib/cloud/tokenRequest';

export async function getWorkspaceAccessTokenWithScope({ scope = '', throwOnError = false }) {
  return requestToken(scope, throwOnError);
}
