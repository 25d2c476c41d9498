import { settings } from '/app/settings/server';
import { cloudRequest } from './cloudRequest';

export function fetchPayload({ token, data }) {
  const client = settings.get('Cloud_Workspace_Registration_Client_Uri');
  return cloudRequest(`${client}/sync`, { method: 'POST', token, body: data, timeout: 3000 });
}
