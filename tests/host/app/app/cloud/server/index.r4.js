import { cronJobs } from '@rocket.chat/cron';
import { Meteor } from 'meteor/meteor';
import { SystemLogger } from '../../../server/lib/logger/system';
import { settings } from '../../settings/server';
import { connectWorkspace } from './functions/connectWorkspace';
import { getWorkspaceAccessToken } from './functions/getWorkspaceAccessToken';
import { getWorkspaceAccessTokenWithScope } from './functions/getWorkspaceAccessTokenWithScope';
import { retrieveRegistrationStatus } from './functions/retrieveRegistrationStatus';
import { syncWorkspace } from './functions/syncWorkspace';
import './methods';

const JOB = 'Cloud Workspace Sync';

async function registerByEnvironment() {
  const token = process.env.REG_TOKEN;
  if (!token || (await retrieveRegistrationStatus()).workspaceRegistered) {
    return;
  }
  try {
    if (!await connectWorkspace(token)) {
      throw new Error('The token of REG_TOKEN was not taken');
    }
    console.log('Registered with the token of REG_TOKEN');
  } catch (error) {
    SystemLogger.error('Could not register', error.message);
  }
}

Meteor.startup(async () => {
  let disabled;
  settings.watch('Troubleshoot_Disable_Workspace_Sync', async (value) => {
    if (disabled === value) {
      return;
    }
    disabled = value;
    if (disabled) {
      await cronJobs.remove(JOB);
    } else {
      setImmediate(() => syncWorkspace());
      await cronJobs.add(JOB, '0 */12 * * *', () => syncWorkspace());
    }
  });
  await registerByEnvironment();
});

export { getWorkspaceAccessToken, getWorkspaceAccessTokenWithScope };
