import { Statistics, Users } from '@rocket.chat/models';
import { settings } from '../../../settings/server';
import { statistics } from '../../../statistics/server';
import { Info } from '../../../utils/rocketchat.info';
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
  deploymentFingerprintHash: 'Deployment_FingerPrint_Hash',
  deploymentFingerprintVerified: 'Deployment_FingerPrint_Verified',
};

const AS_TEXT = {
  organizationType: 'Organization_Type', industry: 'Industry', orgSize: 'Size', country: 'Country',
  language: 'Language', workspaceType: 'Server_Type',
};

const mapValues = (ids, read) => Object.fromEntries(
  Object.entries(ids).map(([name, id]) => [name, read(settings.get(id))]),
);

/**
 * What the server tells the cloud about itself.
 *
 * @param {string|undefined} contactEmail
 * @returns {Promise<object>}
 */
export async function buildWorkspaceRegistrationData(contactEmail) {
  const figures = await Statistics.findLast() || await statistics.get();
  const contact = await Users.getOldest({ projection: { name: 1 } });
  const license = settings.get('Enterprise_License');
  return {
    uniqueId: figures.uniqueId,
    ...mapValues(FROM_SETTINGS, (value) => value),
    ...mapValues(AS_TEXT, String),
    contactName: (contact && contact.name) || '',
    contactEmail,
    seats: await Users.getActiveLocalUserCount(),
    MAC: 0,
    deploymentMethod: figures.deploy.method,
    deploymentPlatform: figures.deploy.platform,
    version: figures.version || Info.version,
    licenseVersion: LICENSE_VERSION,
    ...(license ? { license } : {}),
    enterpriseReady: true,
    setupComplete: settings.get('Show_Setup_Wizard') === 'completed',
    connectionDisable: false,
    statsToken: figures.statsToken,
  };
}
