import { License } from '@rocket.chat/license';
import { Settings } from '@rocket.chat/models';
import { serverFetch as fetch } from '@rocket.chat/server-fetch';
import { SystemLogger } from '../../../../../server/lib/logger/system';
import { updateAudited } from '../../../../../server/settings/lib/auditedBySystem';
import { notifyOnSettingChangedById } from '/server/settings/lib/told';
import { settings } from '../../../../settings/server';
import { supportedVersions as fromBuild } from '../../../../utils/rocketchat-supported-versions.info';
import { buildVersionUpdateMessage } from '../../../../version-check/server/functions/buildVersionUpdateMessage';
import { generateWorkspaceBearerHttpHeader } from '../getWorkspaceAccessToken';
import { supportedVersionsChooseLatest } from './supportedVersionsChooseLatest';

const SETTING = 'Cloud_Workspace_Supported_Versions_Token';
const ADDRESS = (process.env.OVERWRITE_INTERNAL_RELEASE_URL || '').trim()
  || 'https://releases.rocket.chat/v2/server/supportedVersions';
const RETRIES = 5;
const RETRY_MS = 5000;

/** Turns a promise into one that never rejects. */
export const wrapPromise = (promise) => promise
  .then((result) => ({ success: true, result }))
  .catch((error) => ({ success: false, error }));

export const handleResponse = async (promise) => wrapPromise((async () => {
  const response = await promise;
  if (!response.ok) {
    throw new Error(`HTTP error! status: ${response.status}`);
  }
  return response.json();
})());

async function fromCloud() {
  if (process.env.CLOUD_SUPPORTED_VERSIONS_TOKEN) {
    return { success: true, result: JSON.parse(process.env.CLOUD_SUPPORTED_VERSIONS) };
  }
  const headers = await generateWorkspaceBearerHttpHeader();
  const answer = await handleResponse(fetch(ADDRESS, { headers, timeout: 5000 }));
  if (!answer.success) {
    const msg = 'The support window could not be asked for';
    SystemLogger.error({ msg, url: ADDRESS, err: answer.error });
  }
  return answer;
}

async function newest(retry) {
  const [license, cloud] = await Promise.all([License.getLicense(), fromCloud()]);
  if (!cloud.success && retry < RETRIES) {
    setTimeout(() => reset(retry + 1), RETRY_MS * 2 ** retry).unref();
  }
  const chosen = await supportedVersionsChooseLatest(
    fromBuild, license && license.supportedVersions, cloud.success ? cloud.result : undefined,
  );
  if (cloud.success) {
    await buildVersionUpdateMessage(chosen && chosen.versions);
  }
  return chosen && chosen.signed;
}

async function reset(retry = 0) {
  const value = await newest(retry);
  const write = updateAudited('cacheValueInSettings reset');
  if ((await write(Settings.updateValueById, SETTING, value)).modifiedCount) {
    notifyOnSettingChangedById(SETTING);
  }
  return value;
}

/** The token from the settings; `reset` asks for it anew. */
export const getCachedSupportedVersionsToken = Object.assign(
  async () => settings.get(SETTING) || reset(), { reset },
);
