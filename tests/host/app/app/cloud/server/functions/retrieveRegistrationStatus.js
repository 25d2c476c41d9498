import { Users } from '@rocket.chat/models';
import { settings } from '../../../settings/server';

export async function retrieveRegistrationStatus() {
  const clientId = settings.get('Cloud_Workspace_Client_Id');
  const clientSecret = settings.get('Cloud_Workspace_Client_Secret');
  const oldest = await Users.getOldest({ projection: { emails: 1 } });
  const [first] = (oldest && oldest.emails) || [];
  return {
    workspaceRegistered: Boolean(clientId && clientSecret),
    workspaceId: settings.get('Cloud_Workspace_Id'),
    uniqueId: settings.get('uniqueID'),
    token: '',
    email: settings.get('Organization_Email') || (first ? first.address : ''),
  };
}
