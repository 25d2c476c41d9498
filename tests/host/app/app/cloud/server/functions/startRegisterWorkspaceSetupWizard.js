import { SystemLogger } from '../../../../server/lib/logger/system';
import { settings } from '../../../settings/server';
import { buildWorkspaceRegistrationData } from './buildRegistrationData';
import { cloudRequest } from '/server/lib/cloud/cloudRequest';

export async function startRegisterWorkspaceSetupWizard(resend = false, email = '') {
  const body = await buildWorkspaceRegistrationData(email);
  try {
    const url = `${settings.get('Cloud_Url')}/api/v2/register/workspace/intent`;
    const intent = await cloudRequest(url, { method: 'POST', body, params: { resent: resend } });
    if (!intent) {
      throw new Error('The cloud gave no registration intent');
    }
    return intent;
  } catch (err) {
    SystemLogger.error({ msg: 'There is no registration intent', err });
    throw err;
  }
}
