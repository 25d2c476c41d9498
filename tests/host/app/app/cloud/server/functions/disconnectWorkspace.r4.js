import { Settings } from '@rocket.chat/models';
import { retrieveRegistrationStatus } from './retrieveRegistrationStatus';
import { syncWorkspace } from './syncWorkspace';

/** The switch is turned off and the cloud hears of it; whoever the workspace is, it stays. */
export async function disconnectWorkspace() {
  if ((await retrieveRegistrationStatus()).connectToCloud) {
    await Settings.updateValueById('Register_Server', false);
    await syncWorkspace(true);
  }
  return true;
}
