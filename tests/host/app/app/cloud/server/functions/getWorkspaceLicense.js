import { Settings } from '@rocket.chat/models';
import { CloudWorkspaceLicenseError } from '../../../../lib/errors/CloudWorkspaceLicenseError';
import { SystemLogger } from '../../../../server/lib/logger/system';
import { settings } from '../../../settings/server';
import { LICENSE_VERSION } from '../license';
import { callbacks } from '@callbacks';
import { cloudRequest } from '/server/lib/cloud/cloudRequest';
import { getWorkspaceAccessToken } from './getWorkspaceAccessToken';

async function fetchAndApply(current, token) {
  const client = settings.get('Cloud_Workspace_Registration_Client_Uri');
  const payload = await cloudRequest(`${client}/license`, {
    token, params: { version: LICENSE_VERSION },
  });
  const isOld = current.value && new Date(payload.updatedAt) <= new Date(current._updatedAt);
  if (isOld) {
    return undefined;
  }
  await callbacks.run('workspaceLicenseChanged', payload.license);
  return { updated: true, license: payload.license };
}

export async function getWorkspaceLicense() {
  const current = await Settings.findOne('Cloud_Workspace_License');
  if (!current || !current._updatedAt) {
    throw new CloudWorkspaceLicenseError('There is no setting for the license');
  }
  try {
    const token = await getWorkspaceAccessToken();
    return token ? await fetchAndApply(current, token) : undefined;
  } catch (err) {
    SystemLogger.error({ msg: 'The license could not be fetched', err });
    return undefined;
  }
}
