import { Migrations } from '@rocket.chat/models';
import { Info } from '../../app/utils/rocketchat.info';
import { ensureCloudWorkspaceRegistered } from './cloudRegistration';

/** Runs once per version of the server on a database, the first included. */
export async function performMigrationProcedure() {
  const known = await Migrations.findOneById('upgrade');
  if (known && known.hash === Info.version) {
    return;
  }
  await ensureCloudWorkspaceRegistered();
  const update = { $set: { hash: Info.version } };
  await Migrations.updateOne({ _id: 'upgrade' }, update, { upsert: true });
}
