import { callbacks } from '@callbacks';
import { CloudWorkspaceConnectionError } from '../../../../lib/errors/CloudWorkspaceConnectionError';
import { CloudWorkspaceRegistrationError } from '../../../../lib/errors/CloudWorkspaceRegistrationError';
import { settings } from '../../../settings/server';
import { cloudRequest } from '/server/lib/cloud/cloudRequest';
import { CloudWorkspaceAccessTokenEmptyError, getWorkspaceAccessToken } from './getWorkspaceAccessToken';
import { retrieveRegistrationStatus } from './retrieveRegistrationStatus';
import { syncWorkspace } from './syncWorkspace';

const OUT_OF_REACH = [
  CloudWorkspaceConnectionError, CloudWorkspaceRegistrationError,
  CloudWorkspaceAccessTokenEmptyError,
];

async function downgrade() {
  if (!(await retrieveRegistrationStatus()).workspaceRegistered) {
    throw new CloudWorkspaceRegistrationError('Workspace is not registered');
  }
  const token = await getWorkspaceAccessToken(true);
  if (!token) {
    throw new CloudWorkspaceAccessTokenEmptyError();
  }
  const client = settings.get('Cloud_Workspace_Registration_Client_Uri');
  await cloudRequest(`${client}/client/downgrade`, { method: 'POST', token });
}

export async function removeLicense() {
  try {
    await downgrade();
    await syncWorkspace();
  } catch (error) {
    if (!OUT_OF_REACH.some((kind) => error instanceof kind)) {
      throw error;
    }
    await callbacks.run('workspaceLicenseRemoved');
  }
}
