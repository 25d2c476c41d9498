import { settings } from '../../../settings/server';
import { retrieveRegistrationStatus } from './retrieveRegistrationStatus';

export function getWorkspaceKey() {
  const { connectToCloud, workspaceRegistered } = retrieveRegistrationStatus();
  return (connectToCloud && workspaceRegistered && settings.get('Cloud_Workspace_PublicKey'))
    || false;
}
