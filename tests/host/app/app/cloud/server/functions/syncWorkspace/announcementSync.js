import { CloudWorkspaceConnectionError } from '../../../../../lib/errors/CloudWorkspaceConnectionError';
import { settings } from '../../../../settings/server';
import { buildWorkspaceRegistrationData } from '../buildRegistrationData';
import { cloudRequest } from '/server/lib/cloud/cloudRequest';
import { newToken } from '/server/lib/cloud/authorized';
import { dateOf } from '/server/lib/cloud/dates';
import { handleAnnouncementsOnWorkspaceSync, handleNpsOnWorkspaceSync } from './handleCommsSync';

const withDates = (object, fields) => ({
  ...object, ...Object.fromEntries(fields.map((field) => [field, dateOf(object[field])])),
});

export async function announcementSync() {
  const token = await newToken();
  const body = await buildWorkspaceRegistrationData(undefined);
  const url = `${settings.get('Cloud_Url')}/api/v3/comms/workspace`;
  const { nps, announcements } = await cloudRequest(url, { method: 'POST', token, body });
  if (announcements && !Array.isArray(announcements.create)) {
    throw new CloudWorkspaceConnectionError('The communications lack their list');
  }
  if (nps) {
    await handleNpsOnWorkspaceSync(withDates(nps, ['startAt', 'expireAt']));
  }
  if (announcements) {
    const create = announcements.create.map((item) => withDates(item, ['startAt', 'expireAt']));
    await handleAnnouncementsOnWorkspaceSync({ ...announcements, create });
  }
  return true;
}
