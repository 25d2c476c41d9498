import { Users } from '@rocket.chat/models';
import { SystemLogger } from '../../../../server/lib/logger/system';
import { settings } from '../../../settings/server';
import { buildWorkspaceRegistrationData } from './buildRegistrationData';
import { cloudRequest } from '/server/lib/cloud/cloudRequest';

export async function registerPreIntentWorkspaceWizard() {
  const first = await Users.getOldest({ projection: { emails: 1 } });
  const [email] = (first && first.emails) || [];
  const body = await buildWorkspaceRegistrationData(email ? email.address : undefined);
  try {
    const url = `${settings.get('Cloud_Url')}/api/v2/register/workspace/pre-intent`;
    await cloudRequest(url, { method: 'POST', body, timeout: 3000 });
    return true;
  } catch (err) {
    SystemLogger.error({ msg: 'The cloud could not be asked for an intent', err });
    return false;
  }
}
