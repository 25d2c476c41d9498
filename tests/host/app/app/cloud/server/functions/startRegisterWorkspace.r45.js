import { Settings } from '@rocket.chat/models';
import { SystemLogger } from '../../../../server/lib/logger/system';
import { settings } from '../../../settings/server';
import { buildWorkspaceRegistrationData } from './buildRegistrationData';
import { cloudRequest } from '/server/lib/cloud/cloudRequest';
import { retrieveRegistrationStatus } from './retrieveRegistrationStatus';
import { syncWorkspace } from './syncWorkspace';

async function register(resend) {
  const body = await buildWorkspaceRegistrationData(undefined);
  try {
    return await cloudRequest(`${settings.get('Cloud_Url')}/api/v2/register/workspace`, {
      method: 'POST', body, params: { resend },
    });
  } catch (err) {
    SystemLogger.error({ msg: 'The workspace could not be registered', err });
    return null;
  }
}

export async function startRegisterWorkspace(resend = false) {
  const { workspaceRegistered, connectToCloud } = await retrieveRegistrationStatus();
  if ((workspaceRegistered && connectToCloud) || process.env.TEST_MODE) {
    await syncWorkspace(true);
    return true;
  }
  await Settings.updateValueById('Register_Server', true);
  const payload = await register(resend);
  if (!payload) {
    return false;
  }
  await Settings.updateValueById('Cloud_Workspace_Id', payload.id);
  return true;
}
