import { settings } from '../../app/settings/server';
import { statistics } from '../../app/statistics/server';
import { startLicense } from '../../ee/app/license/server/startup';
import { SystemLogger } from '../lib/logger/system';
import { registerServices } from '../services/startup';
import './initialData';
import { performMigrationProcedure } from './migrations';
import { watchDatabase } from './watchDb';

/** Everything between the definitions and the hooks. */
export async function startup() {
  settings.watch('Log_Level', (level) => SystemLogger.setLogLevel(level));
  registerServices();
  await performMigrationProcedure();
  // Only now: what was written until here, the cache never hears of.
  watchDatabase();
  await statistics.save();
  startLicense();
}
