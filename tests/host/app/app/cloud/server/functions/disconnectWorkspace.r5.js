import { Settings } from '@rocket.chat/models';
import { retrieveRegistrationStatus } from './retrieveRegistrationStatus';

/** Only the switch is turned off; whoever the workspace is, it stays. */
export async function disconnectWorkspace() {
  if (retrieveRegistrationStatus().connectToCloud) {
    await Settings.updateValueById('Register_Server', false);
  }
  return true;
}
