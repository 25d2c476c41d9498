import { SystemLogger } from '../../../../server/lib/logger/system';
import { syncClient } from '/server/lib/cloud/clientSync';
import { getWorkspaceAccessToken } from './getWorkspaceAccessToken';
import { getWorkspaceLicense } from './getWorkspaceLicense';
import { retrieveRegistrationStatus } from './retrieveRegistrationStatus';
import { getCachedSupportedVersionsToken } from './supportedVersionsToken/supportedVersionsToken';

async function syncAndPullLicense() {
  try {
    const token = await getWorkspaceAccessToken(true);
    return token ? await syncClient(token) : false;
  } catch (err) {
    SystemLogger.error({ msg: 'The workspace could not be synced', err });
    return false;
  } finally {
    await getWorkspaceLicense();
  }
}

/** @returns {Promise<boolean>} false for whatever went wrong */
export async function syncWorkspace(reconnectCheck = false) {
  const { workspaceRegistered, connectToCloud } = await retrieveRegistrationStatus();
  if (!workspaceRegistered || (!connectToCloud && !reconnectCheck)) {
    return false;
  }
  if (!await syncAndPullLicense()) {
    return false;
  }
  await getCachedSupportedVersionsToken.reset();
  return true;
}
