import { Settings } from '@rocket.chat/models';
import { Meteor } from 'meteor/meteor';
import { notifyOnSettingChanged } from '/server/settings/lib/told';
import { settings } from '../../../settings/server';
import { API } from '../api';
import { putsIntoOwnCache } from '../../../../server/settings/lib/writing';

const FIELDS = ['_id', 'value', 'enterprise'];

const pick = (setting) => Object.fromEntries(
  FIELDS.filter((field) => field in setting).map((field) => [field, setting[field]]),
);

API.v1.addRoute('settings.public', { authRequired: false }, {
  async get() {
    const ids = (this.queryParams._id || '').split(',').filter(Boolean);
    const found = await Settings.findNotHiddenPublic(ids).toArray();
    const list = found.map(pick);
    return API.v1.success({ settings: list, count: list.length, offset: 0, total: list.length });
  },
});

API.v1.addRoute('settings', {
  authRequired: true, permissionsRequired: ['view-privileged-setting'], rateLimiterOptions: false,
}, {
  async get() {
    const list = await Settings.findNotHidden().toArray();
    return API.v1.success({ settings: list, count: list.length, offset: 0, total: list.length });
  },
});

async function writeValue(setting, value) {
  const { matchedCount } = await Settings.updateValueNotHiddenById(setting._id, value);
  if (!matchedCount) {
    return API.v1.failure();
  }
  const stored = await Settings.findOneById(setting._id);
  if (putsIntoOwnCache) {
    settings.set(stored);
  }
  await notifyOnSettingChanged(stored);
  return API.v1.success();
}

API.v1.addRoute('settings/:_id', {
  authRequired: true,
  rateLimiterOptions: false,
  permissionsRequired: {
    GET: { permissions: ['view-privileged-setting'], operation: 'hasAll' },
    POST: { permissions: ['edit-privileged-setting'], operation: 'hasAll' },
  },
}, {
  async get() {
    const setting = await Settings.findOneNotHiddenById(this.urlParams._id);
    return setting ? API.v1.success({ _id: setting._id, value: setting.value }) : API.v1.failure();
  },

  async post() {
    const setting = await Settings.findOneNotHiddenById(this.urlParams._id);
    if (!setting) {
      return API.v1.failure();
    }
    if (setting.type === 'action' && this.bodyParams.execute) {
      await Meteor.callAsync(setting.value);
      return API.v1.success();
    }
    return 'value' in this.bodyParams
      ? writeValue(setting, this.bodyParams.value) : API.v1.failure();
  },
});
