import { Settings } from '@rocket.chat/models';
import { check } from 'meteor/check';
import { Meteor } from 'meteor/meteor';
import { hasPermissionAsync } from '../../app/authorization/server/functions/hasPermission';
import { notifyOnSettingChanged } from '../settings/lib/told';
import { settings } from '../../app/settings/server';
import { putsIntoOwnCache } from '../settings/lib/writing';

async function save(id, value) {
  await Settings.updateValueById(id, value);
  const stored = await Settings.findOneById(id);
  if (!stored) {
    return;
  }
  if (putsIntoOwnCache) {
    settings.set(stored);
  }
  await notifyOnSettingChanged(stored);
}

async function requireEditor(userId, method) {
  if (!userId || !await hasPermissionAsync(userId, 'edit-privileged-setting')) {
    throw new Meteor.Error('error-action-not-allowed', 'Editing settings is not allowed',
      { method });
  }
}

Meteor.methods({
  async getSetupWizardParameters() {
    const isWizardSetting = { wizard: { $exists: true } };
    return {
      settings: await Settings.find(isWizardSetting).toArray(),
      serverAlreadyRegistered: Boolean(settings.get('Cloud_Workspace_Client_Id'))
        || process.env.DEPLOY_PLATFORM === 'rocket-cloud',
      hasAdmin: true,
    };
  },

  async saveSetting(id, value) {
    check(id, String);
    await requireEditor(Meteor.userId(), 'saveSetting');
    await save(id, value);
    return true;
  },

  async saveSettings(changes = []) {
    await requireEditor(Meteor.userId(), 'saveSettings');
    for (const { _id, value } of changes) {
      await save(_id, value);
    }
    return true;
  },
});
