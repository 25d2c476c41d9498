import { Banner, NPS } from '@rocket.chat/core-services';
import { getAndCreateNpsSurvey } from '../../../../../server/services/nps/getAndCreateNpsSurvey';
import { isToday } from '/server/lib/cloud/npsDay';

export const handleNpsOnWorkspaceSync = async (nps) => {
  const { id: npsId, startAt, expireAt } = nps;
  const createdBy = { _id: 'rocket.cat', username: 'rocket.cat' };
  await NPS.create({ npsId, startAt, expireAt, createdBy });
  if (isToday(startAt)) {
    await getAndCreateNpsSurvey(npsId);
  }
};

export const handleBannerOnWorkspaceSync = async (banners) => {
  for (const banner of banners) {
    await Banner.create(banner);
  }
};

export const handleAnnouncementsOnWorkspaceSync = async (announcements) => {
  const { create, delete: deleted = [] } = announcements;
  await Promise.all(deleted.map((id) => Banner.disable(id)));
  await Promise.all(create.map(({ view, selector, ...announcement }) => Banner.create({
    ...announcement,
    ...(selector && selector.roles ? { roles: selector.roles } : {}),
    view: { ...view, appId: 'cloud-announcements-core' },
  })));
};
