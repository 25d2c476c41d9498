import { DuplicatedLicenseError } from '@rocket.chat/license';
import { Settings } from '@rocket.chat/models';
import { callbacks } from '@callbacks';
import { CloudWorkspaceAccessError } from '../../../../../lib/errors/CloudWorkspaceAccessError';
import { CloudWorkspaceRegistrationError } from '../../../../../lib/errors/CloudWorkspaceRegistrationError';
import { SystemLogger } from '../../../../../server/lib/logger/system';
import { buildWorkspaceRegistrationData } from '../buildRegistrationData';
import { newToken } from '/server/lib/cloud/authorized';
import { fetchPayload } from '/server/lib/cloud/payload';

/** What needs no attention: the workspace may not, or cannot, speak to the cloud. */
const isExpected = (error) => error instanceof CloudWorkspaceAccessError
  || error instanceof CloudWorkspaceRegistrationError;

async function consume({ license, removeLicense, cloudSyncAnnouncement = null }) {
  await Settings.updateValueById('Cloud_Sync_Announcement_Payload',
    JSON.stringify(cloudSyncAnnouncement));
  if (removeLicense) {
    await callbacks.run('workspaceLicenseRemoved');
  } else {
    await callbacks.run('workspaceLicenseChanged', license);
  }
}

export async function syncCloudData() {
  try {
    const token = await newToken();
    const data = await buildWorkspaceRegistrationData(undefined);
    await consume(await fetchPayload({ token, data }));
    return true;
  } catch (err) {
    if (err instanceof DuplicatedLicenseError) {
      return undefined;
    }
    const log = isExpected(err) ? SystemLogger.info : SystemLogger.error;
    log({ msg: 'The sync did not succeed', err });
    throw err;
  }
}
