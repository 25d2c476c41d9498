import { api } from '@rocket.chat/core-services';
import { Banners, Nps, Settings } from '@rocket.chat/models';
import { Random } from 'meteor/random';

const banners = {
  async create(banner) {
    const _id = banner._id || Random.id();
    const view = { ...banner.view, appId: banner.view.appId || 'banner-core', viewId: _id };
    return Banners.createOrUpdate({ ...banner, view, _id });
  },

  async disable(_id) {
    return (await Banners.disable(_id)).modifiedCount > 0;
  },

  async getById(_id) {
    return Banners.findOneById(_id);
  },
};

/** @throws {Error} when no survey is wanted, or the first one is over before it begins */
async function checkSurvey({ startAt, expireAt }) {
  if (!await Settings.getValueById('NPS_survey_enabled')) {
    throw new Error('Server opted-out for NPS surveys');
  }
  const isFirst = !await Nps.findOne({});
  if (isFirst && (expireAt < startAt || expireAt < new Date())) {
    throw new Error('NPS already expired');
  }
}

const surveys = {
  async create({ npsId, ...survey }) {
    await checkSurvey(survey);
    const { modifiedCount, upsertedCount } = await Nps.updateOne({ _id: npsId }, { $set: survey },
      { upsert: true });
    return modifiedCount + upsertedCount > 0;
  },
};

export function registerServices() {
  api.registerService('banner', banners);
  api.registerService('nps', surveys);
}
