import { Settings } from '@rocket.chat/models';
import { SettingsRegistry } from './SettingsRegistry';
import { settings } from './cached';
import { initializeSettings } from './startup';

export { settings };

export const settingsRegistry = new SettingsRegistry({ store: settings, model: Settings });

await initializeSettings({ model: Settings, settings });
