import { Settings } from '@rocket.chat/models';
import { registrationIds } from '/server/lib/cloud/registrationSettings';
import { retrieveRegistrationStatus } from './retrieveRegistrationStatus';

/** Forgets the registration, but for its license and its token. */
export async function unregisterWorkspace() {
  if ((await retrieveRegistrationStatus()).workspaceRegistered) {
    await Promise.all(registrationIds.map((id) => Settings.updateValueById(id, null)));
  }
  return true;
}
