import { CloudWorkspaceConnectionError } from '../../../../lib/errors/CloudWorkspaceConnectionError';
import { SystemLogger } from '../../../../server/lib/logger/system';
import { settings } from '../../../settings/server';
import { cloudRequest } from '/server/lib/cloud/cloudRequest';
import { getRedirectUri } from './getRedirectUri';
import { saveRegistrationData } from './saveRegistrationData';

export async function connectWorkspace(token) {
  if (!token) {
    throw new CloudWorkspaceConnectionError('Invalid registration token');
  }
  try {
    const payload = await cloudRequest(`${settings.get('Cloud_Url')}/api/oauth/clients`, {
      method: 'POST',
      token,
      body: {
        email: settings.get('Organization_Email'),
        client_name: settings.get('Site_Name'),
        redirect_uris: [getRedirectUri()],
      },
    });
    if (!payload) {
      return false;
    }
    await saveRegistrationData(payload);
    return true;
  } catch (err) {
    SystemLogger.error({ msg: 'The workspace could not be connected', err });
    return false;
  }
}
