import { SystemLogger } from '../../../../server/lib/logger/system';
import { syncClient } from '/server/lib/cloud/clientSync';
import { getWorkspaceAccessToken } from './getWorkspaceAccessToken';
import { getWorkspaceLicense } from './getWorkspaceLicense';
import { retrieveRegistrationStatus } from './retrieveRegistrationStatus';

/** @returns {Promise<boolean>} false for whatever went wrong */
export async function syncWorkspace(reconnectCheck = false) {
  const { workspaceRegistered, connectToCloud } = retrieveRegistrationStatus();
  if (!workspaceRegistered || (!connectToCloud && !reconnectCheck)) {
    return false;
  }
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
