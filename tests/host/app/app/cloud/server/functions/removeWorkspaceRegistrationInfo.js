import { forgetTokens } from '../../../api/server/forgetTokens';
import { resetRegistrationSettings, writeSettings } from '/server/lib/cloud/registrationSettings';
import { retrieveRegistrationStatus } from './retrieveRegistrationStatus';

const REASON = 'removeWorkspaceRegistrationInfo';

export async function removeWorkspaceRegistrationInfo() {
  const { workspaceRegistered } = await retrieveRegistrationStatus();
  if (!workspaceRegistered) {
    return true;
  }
  await forgetTokens();
  await Promise.all([
    resetRegistrationSettings(REASON),
    writeSettings([['Show_Setup_Wizard', 'in_progress']], REASON),
  ]);
  return true;
}
