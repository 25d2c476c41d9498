import { settings } from '../../../../settings/server';
import { cloudRequest } from '/server/lib/cloud/cloudRequest';

export async function fetchWorkspaceSyncPayload({ token, data }) {
  const client = settings.get('Cloud_Workspace_Registration_Client_Uri');
  return cloudRequest(`${client}/sync`, { method: 'POST', token, body: data, timeout: 3000 });
}
