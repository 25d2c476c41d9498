import { CachedSettings } from './CachedSettings';

export const settings = new CachedSettings();
