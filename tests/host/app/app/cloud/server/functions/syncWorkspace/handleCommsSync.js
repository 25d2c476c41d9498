import { Banner, NPS } from '@rocket.chat/core-services';
import { getAndCreateNpsSurvey } from '../../../../../server/services/nps/getAndCreateNpsSurvey';
import { takenDate } from '/server/lib/cloud/dates';

/** Whether a date is today. Text has none of these functions and makes it throw. */
function isToday(date) {
  const now = new Date();
  return date.getFullYear() === now.getFullYear() && date.getMonth() === now.getMonth()
    && date.getDate() === now.getDate();
}

const withDates = (banner) => ({
  ...banner,
  createdAt: takenDate(banner.createdAt),
  startAt: takenDate(banner.startAt),
  expireAt: takenDate(banner.expireAt),
  ...(banner.inactivedAt && { inactivedAt: takenDate(banner.inactivedAt) }),
});

export const handleNpsOnWorkspaceSync = async (nps) => {
  const { id: npsId } = nps;
  const [startAt, expireAt] = [takenDate(nps.startAt), takenDate(nps.expireAt)];
  const createdBy = { _id: 'rocket.cat', username: 'rocket.cat' };
  await NPS.create({ npsId, startAt, expireAt, createdBy });
  if (isToday(startAt)) {
    await getAndCreateNpsSurvey(npsId);
  }
};

export const handleBannerOnWorkspaceSync = async (banners) => {
  for (const banner of banners) {
    await Banner.create(withDates(banner));
  }
};

export const handleAnnouncementsOnWorkspaceSync = async (announcements) => {
  const { create, delete: deleted = [] } = announcements;
  await Promise.all(deleted.map((id) => Banner.disable(id)));
  await Promise.all(create.map(withDates).map(({ view, selector, ...announcement }) => (
    Banner.create({
      ...announcement,
      ...(selector && selector.roles ? { roles: selector.roles } : {}),
      view: { ...view, appId: 'cloud-announcements-core' },
    }))));
};
