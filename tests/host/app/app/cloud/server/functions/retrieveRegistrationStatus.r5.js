import { Users } from '../../../models/server';
import { settings } from '../../../settings/server';

function addressOfOldest() {
  const [first] = (Users.getOldest({ emails: 1 }) || {}).emails || [];
  return first && first.address;
}

/** Answers at once. The switch `connectToCloud` is of the admin, apart from the registration. */
export function retrieveRegistrationStatus() {
  return {
    connectToCloud: settings.get('Register_Server'),
    workspaceRegistered: Boolean(settings.get('Cloud_Workspace_Client_Id')),
    workspaceId: settings.get('Cloud_Workspace_Id'),
    uniqueId: settings.get('uniqueID'),
    token: '',
    email: settings.get('Organization_Email') || addressOfOldest(),
  };
}
