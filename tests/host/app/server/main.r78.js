import './models';
import './settings';
import { startRestAPI } from '../app/api/server/api';
import './importPackages';
import './methods/settings';
import { startup } from './startup';
import { startRelease } from './startRelease';

await startup();
await startRelease();
await startRestAPI();
