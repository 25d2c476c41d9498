import { requestToken } from '/server/lib/cloud/tokenRequest';

/** Waits in the caller's fiber. */
export function getWorkspaceAccessTokenWithScope(scope = '') {
  return Promise.await(requestToken(scope));
}
