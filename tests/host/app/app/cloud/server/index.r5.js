import { SyncedCron } from 'meteor/littledata:synced-cron';
import { Meteor } from 'meteor/meteor';
import { SystemLogger } from '../../../server/lib/logger/system';
import { settings } from '../../settings/server';
import { connectWorkspace } from './functions/connectWorkspace';
import { getUserCloudAccessToken } from './functions/getUserCloudAccessToken';
import { getWorkspaceAccessToken } from './functions/getWorkspaceAccessToken';
import { getWorkspaceAccessTokenWithScope } from './functions/getWorkspaceAccessTokenWithScope';
import { getWorkspaceKey } from './functions/getWorkspaceKey';
import { getWorkspaceLicense } from './functions/getWorkspaceLicense';
import { retrieveRegistrationStatus } from './functions/retrieveRegistrationStatus';
import { syncWorkspace } from './functions/syncWorkspace';
import './methods';

const JOB = 'Cloud Workspace Sync';

function schedule() {
  Meteor.defer(() => syncWorkspace());
  SyncedCron.add({ name: JOB, schedule: (parser) => parser.cron('0 */12 * * *'),
    job: syncWorkspace });
}

/** The start waits for it, in its fiber. */
function registerByEnvironment() {
  const token = process.env.REG_TOKEN;
  if (!token || retrieveRegistrationStatus().workspaceRegistered) {
    return;
  }
  try {
    if (!Promise.await(connectWorkspace(token))) {
      throw new Error('The token of REG_TOKEN was not taken');
    }
    console.log('Registered with the token of REG_TOKEN');
  } catch (error) {
    SystemLogger.error('Could not register', error.message);
  }
}

Meteor.startup(() => {
  let disabled;
  settings.watch('Troubleshoot_Disable_Workspace_Sync', (value) => {
    if (disabled === value) {
      return;
    }
    disabled = value;
    if (disabled) {
      SyncedCron.remove(JOB);
    } else {
      schedule();
    }
  });
  registerByEnvironment();
});

export {
  getWorkspaceAccessToken, getWorkspaceAccessTokenWithScope, getWorkspaceLicense, getWorkspaceKey,
  getUserCloudAccessToken,
};
