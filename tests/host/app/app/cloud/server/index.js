import { cronJobs } from '@rocket.chat/cron';
import { Meteor } from 'meteor/meteor';
import { SystemLogger } from '../../../server/lib/logger/system';
import { connectWorkspace } from './functions/connectWorkspace';
import { CloudWorkspaceAccessTokenEmptyError, getWorkspaceAccessToken } from './functions/getWorkspaceAccessToken';
import { getWorkspaceAccessTokenWithScope } from './functions/getWorkspaceAccessTokenWithScope';
import { retrieveRegistrationStatus } from './functions/retrieveRegistrationStatus';
import { syncWorkspace } from './functions/syncWorkspace';
import './methods';

const JOB = 'Cloud Workspace Sync';

async function syncQuietly() {
  try {
    await syncWorkspace();
  } catch (err) {
    if (!(err instanceof CloudWorkspaceAccessTokenEmptyError) && err.type !== 'AbortError') {
      SystemLogger.error({ msg: 'The workspace could not be synced', err });
    }
  }
}

async function registerByEnvironment() {
  const { workspaceRegistered } = await retrieveRegistrationStatus();
  const token = process.env.REG_TOKEN;
  if (!token || workspaceRegistered) {
    return;
  }
  if (await connectWorkspace(token)) {
    SystemLogger.info('Registered with the token of REG_TOKEN');
  } else {
    SystemLogger.error({ msg: 'Could not register with the token of REG_TOKEN' });
  }
}

Meteor.startup(async () => {
  await registerByEnvironment();
  setImmediate(syncQuietly);
  await cronJobs.add(JOB, '0 */12 * * *', syncQuietly);
});

export { getWorkspaceAccessToken, getWorkspaceAccessTokenWithScope };
