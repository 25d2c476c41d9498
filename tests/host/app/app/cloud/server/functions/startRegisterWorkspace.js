import { SystemLogger } from '../../../../server/lib/logger/system';
import { settings } from '../../../settings/server';
import { buildWorkspaceRegistrationData } from './buildRegistrationData';
import { cloudRequest } from '/server/lib/cloud/cloudRequest';
import { writeSettings } from '/server/lib/cloud/registrationSettings';
import { retrieveRegistrationStatus } from './retrieveRegistrationStatus';
import { syncWorkspace } from './syncWorkspace';

async function register(resend) {
  try {
    return await cloudRequest(`${settings.get('Cloud_Url')}/api/v2/register/workspace`, {
      method: 'POST', body: await buildWorkspaceRegistrationData(undefined), params: { resend },
    });
  } catch (err) {
    SystemLogger.error({ msg: 'The workspace could not be registered', err });
    return null;
  }
}

export async function startRegisterWorkspace(resend = false) {
  const { workspaceRegistered } = await retrieveRegistrationStatus();
  if (workspaceRegistered || process.env.TEST_MODE) {
    await syncWorkspace();
    return true;
  }
  await writeSettings([['Register_Server', true]], 'startRegisterWorkspace');
  const payload = await register(resend);
  if (!payload) {
    return false;
  }
  await writeSettings([['Cloud_Workspace_Id', payload.id]], 'startRegisterWorkspace');
  return true;
}
