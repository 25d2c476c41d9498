import { Statistics } from '@rocket.chat/models';
import { Users } from '../../../models/server';
import { settings } from '../../../settings/server';
import { statistics } from '../../../statistics/server';
import { LICENSE_VERSION } from '../license';

const FROM_SETTINGS = {
  workspaceId: 'Cloud_Workspace_Id',
  address: 'Site_Url',
  siteName: 'Site_Name',
  allowMarketing: 'Allow_Marketing_Emails',
  accountName: 'Organization_Name',
  agreePrivacyTerms: 'Cloud_Service_Agree_PrivacyTerms',
  website: 'Website',
  npsEnabled: 'NPS_survey_enabled',
  organizationType: 'Organization_Type',
  industry: 'Industry',
  orgSize: 'Size',
  country: 'Country',
  language: 'Language',
  workspaceType: 'Server_Type',
};

/** What the server tells the cloud about itself. */
export async function buildWorkspaceRegistrationData(contactEmail) {
  const figures = await Statistics.findLast() || await statistics.get();
  const { name: contactName } = Users.getOldest({ name: 1, emails: 1 }) || {};
  const told = Object.entries(FROM_SETTINGS).map(([name, id]) => [name, settings.get(id)]);
  return {
    uniqueId: figures.uniqueId,
    ...Object.fromEntries(told),
    contactName,
    contactEmail,
    seats: Users.getActiveLocalUserCount(),
    deploymentMethod: figures.deploy.method,
    deploymentPlatform: figures.deploy.platform,
    version: figures.version,
    licenseVersion: LICENSE_VERSION,
    enterpriseReady: true,
    setupComplete: settings.get('Show_Setup_Wizard') === 'completed',
  };
}
