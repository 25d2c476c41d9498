import { settingsRegistry } from '../../app/settings/server';
import { newUniqueId } from './lib/uniqueId';
import { definePerRelease } from './perRelease';

const text = { type: 'string' };
const yesOrNo = { type: 'boolean' };
const internal = { hidden: true, readonly: true, secret: true };

async function defineGeneral() {
  await settingsRegistry.addGroup('General', async function () {
    await this.add('Site_Url', process.env.ROOT_URL || '', { ...text, public: true });
    await this.add('Site_Name', 'Rocket.Chat', { ...text, public: true });
    await this.add('uniqueID', newUniqueId(), { ...text, public: true });
    await this.add('Language', 'en', { ...text, public: true });
    await this.section('NPS', async function () {
      await this.add('NPS_survey_enabled', true, yesOrNo);
    });
  });
  await settingsRegistry.add('Update_LatestAvailableVersion', '0.0.0', { ...text, hidden: true });
  await settingsRegistry.addGroup('Logs', async function () {
    await this.add('Log_Level', '0', {
      type: 'select', public: true,
      values: ['0', '1', '2'].map((key) => ({ key, i18nLabel: `Log_Level_${key}` })),
    });
  });
  await settingsRegistry.addGroup('Rate Limiter', async function () {
    await this.add('API_Enable_Rate_Limiter', true, yesOrNo);
  });
  await settingsRegistry.add('Deployment_FingerPrint_Hash', '', { ...text, hidden: true });
  await settingsRegistry.add('Deployment_FingerPrint_Verified', true, { ...yesOrNo, hidden: true });
}

async function defineOrganization() {
  const wizard = { ...text, wizard: { step: 2 } };
  await this.add('Organization_Type', '', wizard);
  await this.add('Organization_Name', '', { ...wizard, public: true });
  await this.add('Industry', '', wizard);
  await this.add('Size', '', wizard);
  await this.add('Country', '', wizard);
  await this.add('Website', '', text);
  await this.add('Server_Type', '', text);
  await this.add('Allow_Marketing_Emails', true, yesOrNo);
  await this.add('Register_Server', false, yesOrNo);
  await this.add('Organization_Email', '', text);
}

async function defineCloud() {
  await this.add('Cloud_Url', 'https://cloud.rocket.chat', { ...text, ...internal });
  await this.add('Cloud_Service_Agree_PrivacyTerms', false, yesOrNo);
  for (const id of ['Id', 'Name', 'Client_Id', 'Client_Secret', 'Registration_Client_Uri',
    'PublicKey', 'License', 'Registration_State']) {
    await this.add(`Cloud_Workspace_${id}`, '', { ...text, ...internal });
  }
  await this.add('Cloud_Workspace_Client_Secret_Expires_At', 0, { type: 'int', ...internal });
  await this.add('Cloud_Workspace_Had_Trial', false, { ...yesOrNo, ...internal });
  await definePerRelease(this);
}

async function defineSetupWizard() {
  await settingsRegistry.addGroup('Setup_Wizard', async function () {
    await this.add('Show_Setup_Wizard', 'pending', {
      type: 'select', public: true,
      values: ['pending', 'in_progress', 'completed'].map((key) => ({ key, i18nLabel: key })),
    });
    await this.section('Organization_Info', defineOrganization);
    await this.section('Cloud_Info', defineCloud);
  });
  await settingsRegistry.addGroup('Enterprise', async function () {
    await this.add('Enterprise_License', '', { ...text, i18nLabel: 'License' });
  });
}

/** Defines what this server knows of the settings of a real one. */
export async function createSettings() {
  await defineGeneral();
  await defineSetupWizard();
}
