import { Banner, NPS } from '@rocket.chat/core-services';
import { Settings } from '@rocket.chat/models';
import { getAndCreateNpsSurvey } from '/server/services/nps/getAndCreateNpsSurvey';
import { settings } from '/app/settings/server';
import { buildWorkspaceRegistrationData } from '/app/cloud/server/functions/buildRegistrationData';
import { cloudRequest } from './cloudRequest';

async function takeSurvey({ id: npsId, startAt, expireAt }) {
  const starts = new Date(startAt);
  const createdBy = { _id: 'rocket.cat', username: 'rocket.cat' };
  await NPS.create({ npsId, startAt: starts, expireAt: new Date(expireAt), createdBy });
  if (starts.toDateString() === new Date().toDateString()) {
    await getAndCreateNpsSurvey(npsId);
  }
}

function takeBanner({ createdAt, startAt, expireAt, ...banner }) {
  return Banner.create({
    ...banner,
    createdAt: new Date(createdAt), startAt: new Date(startAt), expireAt: new Date(expireAt),
  });
}

async function consume({ publicKey, trial, nps, banners }) {
  if (publicKey) {
    await Settings.updateValueById('Cloud_Workspace_PublicKey', publicKey);
  }
  if (trial && trial.trialId) {
    await Settings.updateValueById('Cloud_Workspace_Had_Trial', true);
  }
  if (nps) {
    await takeSurvey(nps);
  }
  for (const banner of banners || []) {
    await takeBanner(banner);
  }
}

/**
 * The sync of before there were several: tells of this server, takes what concerns it.
 *
 * @param {string} token
 * @returns {Promise<boolean>} true
 */
export async function syncClient(token) {
  const body = await buildWorkspaceRegistrationData(undefined);
  const client = settings.get('Cloud_Workspace_Registration_Client_Uri');
  const payload = await cloudRequest(`${client}/client`, { method: 'POST', token, body });
  if (payload) {
    await consume(payload);
  }
  return true;
}
