import { Settings } from '@rocket.chat/models';
import { SystemLogger } from '../../../../server/lib/logger/system';
import { settings } from '../../../settings/server';
import { cloudRequest } from '/server/lib/cloud/cloudRequest';
import { getRedirectUri } from './getRedirectUri';
import { retrieveRegistrationStatus } from './retrieveRegistrationStatus';
import { saveRegistrationData } from './saveRegistrationData';

async function askForClient(token) {
  try {
    return await cloudRequest(`${settings.get('Cloud_Url')}/api/oauth/clients`, {
      method: 'POST',
      token,
      body: {
        email: settings.get('Organization_Email'),
        client_name: settings.get('Site_Name'),
        redirect_uris: [getRedirectUri()],
      },
    });
  } catch (err) {
    SystemLogger.error({ msg: 'The workspace could not be connected', err });
    return null;
  }
}

/** Without a token it answers an error, as a value. */
export async function connectWorkspace(token) {
  if (!(await retrieveRegistrationStatus()).connectToCloud) {
    await Settings.updateValueById('Register_Server', true);
  }
  if (!token) {
    return new Error('Invalid token; the registration token is required.');
  }
  const data = await askForClient(token);
  if (!data) {
    return false;
  }
  await saveRegistrationData(data);
  return true;
}
