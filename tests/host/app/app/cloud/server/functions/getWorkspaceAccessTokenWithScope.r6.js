import { requestToken } from '/server/lib/cloud/tokenRequest';

export async function getWorkspaceAccessTokenWithScope(scope = '', throwOnError = false) {
  const { token, expiresAt } = await requestToken(scope, throwOnError);
  return { token, expiresAt };
}
