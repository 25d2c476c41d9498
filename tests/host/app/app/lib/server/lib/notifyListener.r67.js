import { api } from '@rocket.chat/core-services';
import { Settings } from '@rocket.chat/models';

/** Watchers of the database do the work; a notification counts only where they are off. */
const unlessWatched = (notify) => (
  process.env.DISABLE_DB_WATCHERS === 'true' ? notify : async () => {}
);

export const notifyOnSettingChanged = unlessWatched((...args) => {
  const [setting, clientAction = 'updated'] = args;
  return api.broadcast('watch.settings', { clientAction, setting });
});

export const notifyOnSettingChangedById = unlessWatched((...args) => {
  const [id, clientAction = 'updated'] = args;
  return Settings.findOneById(id).then((setting) => (
    setting ? api.broadcast('watch.settings', { clientAction, setting }) : undefined
  ));
});
