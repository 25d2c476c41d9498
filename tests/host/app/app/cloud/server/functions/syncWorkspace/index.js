import { CloudWorkspaceRegistrationError } from '../../../../../lib/errors/CloudWorkspaceRegistrationError';
import { SystemLogger } from '../../../../../server/lib/logger/system';
import { CloudWorkspaceAccessTokenEmptyError, CloudWorkspaceAccessTokenError, isAbortError } from '../getWorkspaceAccessToken';
import { getCachedSupportedVersionsToken } from '../supportedVersionsToken/supportedVersionsToken';
import { announcementSync } from './announcementSync';
import { legacySyncWorkspace } from './legacySyncWorkspace';
import { syncCloudData } from './syncCloudData';

const cannotSync = (error) => error instanceof CloudWorkspaceRegistrationError
  || error instanceof CloudWorkspaceAccessTokenError;

function report(err, msg) {
  if (!(err instanceof CloudWorkspaceAccessTokenEmptyError) && !isAbortError(err)) {
    SystemLogger.error({ msg, err });
  }
}

async function syncTheOldWay() {
  try {
    await legacySyncWorkspace();
  } catch (error) {
    if (!cannotSync(error)) {
      report(error, 'Error during fallback workspace sync');
      throw error;
    }
  }
}

export async function syncWorkspace() {
  try {
    await announcementSync();
    await syncCloudData();
  } catch (error) {
    if (!cannotSync(error)) {
      report(error, 'Error during workspace sync');
      await syncTheOldWay();
    }
  } finally {
    await getCachedSupportedVersionsToken.reset();
  }
}
