import { Users } from '@rocket.chat/models';
import { settings } from '../../../settings/server';

async function addressOfOldest() {
  const oldest = await Users.getOldest({ projection: { emails: 1 } });
  const [first] = (oldest && oldest.emails) || [];
  return first ? first.address : '';
}

/** The switch `connectToCloud` is of the admin, apart from the registration. */
export async function retrieveRegistrationStatus() {
  const has = (id) => Boolean(settings.get(`Cloud_Workspace_Client_${id}`));
  return {
    connectToCloud: settings.get('Register_Server'),
    workspaceRegistered: has('Id') && has('Secret'),
    workspaceId: settings.get('Cloud_Workspace_Id'),
    uniqueId: settings.get('uniqueID'),
    token: '',
    email: settings.get('Organization_Email') || await addressOfOldest(),
  };
}
