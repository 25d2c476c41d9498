'use strict';

// Releases before 6.5 take surveys and banners within their sync, not by functions of their own.
// The port hands over dates.

/**
 * @param {import('../services').Services} services
 */
function surveysAndBanners(services) {
  const broker = () => services.get('broker');
  return {
    /** @param {{id: string, startAt: Date, expireAt: Date}} survey */
    async handleNpsOnWorkspaceSync({ id: npsId, startAt, expireAt }) {
      const createdBy = { _id: 'rocket.cat', username: 'rocket.cat' };
      await broker().NPS.create({ npsId, startAt, expireAt, createdBy });
      if (startAt.toDateString() === new Date().toDateString()) {
        await services.get('survey').getAndCreateNpsSurvey(npsId);
      }
    },
    /** @param {object[]} banners */
    async handleBannerOnWorkspaceSync(banners) {
      for (const banner of banners) {
        await broker().Banner.create(banner);
      }
    },
    // These releases have no place for announcements.
    handleAnnouncementsOnWorkspaceSync: () => Promise.resolve(),
  };
}

module.exports = { surveysAndBanners };
