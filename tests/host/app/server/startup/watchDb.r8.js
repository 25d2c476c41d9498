import { api } from '@rocket.chat/core-services';
import { settings } from '../../app/settings/server';

const LAG_MS = 3;

/** The cache follows what it is told, and only that. */
export function watchDatabase() {
  api.on('watch.settings', ({ setting }) => {
    setTimeout(() => settings.set(setting), LAG_MS);
  });
}
