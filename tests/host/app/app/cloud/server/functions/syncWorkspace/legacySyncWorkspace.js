import { settings } from '../../../../settings/server';
import { buildWorkspaceRegistrationData } from '../buildRegistrationData';
import { cloudRequest } from '/server/lib/cloud/cloudRequest';
import { getWorkspaceLicense } from '../getWorkspaceLicense';
import { writeSettings } from '/server/lib/cloud/registrationSettings';
import { newToken } from '/server/lib/cloud/authorized';
import { handleBannerOnWorkspaceSync, handleNpsOnWorkspaceSync } from './handleCommsSync';

async function consume({ publicKey, trial, banners, nps }) {
  if (publicKey) {
    await writeSettings([['Cloud_Workspace_PublicKey', publicKey]], 'legacySyncWorkspace');
  }
  if (trial && trial.trialID) {
    await writeSettings([['Cloud_Workspace_Had_Trial', true]], 'legacySyncWorkspace');
  }
  if (banners) {
    await handleBannerOnWorkspaceSync(banners);
  }
  if (nps) {
    await handleNpsOnWorkspaceSync(nps);
  }
}

export async function legacySyncWorkspace() {
  const token = await newToken();
  const body = await buildWorkspaceRegistrationData(undefined);
  const client = settings.get('Cloud_Workspace_Registration_Client_Uri');
  const payload = await cloudRequest(`${client}/client`, {
    method: 'POST', token, body, timeout: 5000,
  });
  if (payload) {
    await consume(payload);
  }
  await getWorkspaceLicense();
  return true;
}
