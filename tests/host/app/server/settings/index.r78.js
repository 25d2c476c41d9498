import { createSettings } from './definitions';

await createSettings();
