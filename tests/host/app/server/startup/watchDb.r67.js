import { api } from '@rocket.chat/core-services';
import { Settings } from '@rocket.chat/models';
import { settings } from '../../app/settings/server';

const LAG_MS = 8;

const take = async (id) => {
  const record = await Settings.findOneById(id);
  if (record) {
    settings.set(record);
  }
};

/** The cache follows the database some milliseconds later, through its change stream. */
export function watchDatabase() {
  api.on('watch.settings', ({ setting }) => settings.set(setting));
  if (process.env.DISABLE_DB_WATCHERS === 'true') {
    return;
  }
  Settings.col.onChange(({ id }) => {
    setTimeout(() => take(id), LAG_MS);
  });
}
