import { Settings } from '@rocket.chat/models';
import { callbacks } from '@callbacks';
import { SystemLogger } from '../../../../server/lib/logger/system';
import { settings } from '../../../settings/server';
import { LICENSE_VERSION } from '../license';
import { cloudRequest } from '/server/lib/cloud/cloudRequest';
import { getWorkspaceAccessToken } from './getWorkspaceAccessToken';

const LICENSE = 'Cloud_Workspace_License';

async function fetchLicense(token) {
  const client = settings.get('Cloud_Workspace_Registration_Client_Uri');
  try {
    return await cloudRequest(`${client}/license`, {
      token, params: { version: LICENSE_VERSION },
    });
  } catch (err) {
    SystemLogger.error({ msg: 'The license could not be fetched', err });
    return null;
  }
}

/** The license is in force only while the process lives, so the stored one is given out again. */
async function keepStored() {
  const { value: license } = await Settings.findOne(LICENSE);
  if (license) {
    await callbacks.run('workspaceLicenseChanged', license);
  }
  return { updated: false, license };
}

/** What the cloud has counts as newer, always: it tells its date as text. */
export async function getWorkspaceLicense() {
  const token = await getWorkspaceAccessToken();
  const remote = token ? await fetchLicense(token) : null;
  if (!remote) {
    return keepStored();
  }
  await Settings.updateValueById(LICENSE, remote.license);
  await callbacks.run('workspaceLicenseChanged', remote.license);
  return { updated: true, license: remote.license };
}
