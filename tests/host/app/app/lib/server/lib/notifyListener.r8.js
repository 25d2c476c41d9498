import { api } from '@rocket.chat/core-services';
import { Settings } from '@rocket.chat/models';

/** Tells this process, and nobody else without a license for more, of a changed setting. */
export const notifyOnSettingChanged = async (setting, clientAction = 'updated') => {
  api.broadcast('watch.settings', { clientAction, setting });
};

export const notifyOnSettingChangedById = async (id, clientAction = 'updated') => {
  const setting = await Settings.findOneById(id);
  if (setting) {
    api.broadcast('watch.settings', { clientAction, setting });
  }
};
