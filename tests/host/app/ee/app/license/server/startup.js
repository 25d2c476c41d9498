import { applyLicense, License, setLicenseStore } from '@rocket.chat/license';
import { Settings } from '@rocket.chat/models';
import { Meteor } from 'meteor/meteor';
import { callbacks } from '@callbacks';
import { notifyOnSettingChangedById } from '../../../../app/lib/server/lib/notifyListener';
import { settings } from '../../../../app/settings/server';
import { SystemLogger } from '../../../../server/lib/logger/system';

async function write(id, value) {
  await Settings.updateValueById(id, value);
  await notifyOnSettingChangedById(id);
}

async function store(license) {
  await write('Enterprise_License', license);
  await write('Cloud_Workspace_License', license);
}

async function applyStored() {
  const license = settings.get('Enterprise_License');
  if (!license) {
    return;
  }
  try {
    await applyLicense(license, false);
  } catch (err) {
    SystemLogger.warn({ msg: 'The stored license could not be applied', err });
  }
}

/** Until the hook has run nobody listens: a license that comes earlier reaches nobody. */
export function startLicense() {
  setLicenseStore(store);
  Meteor.startup(async () => {
    await License.setWorkspaceUrl(settings.get('Site_Url'));
    settings.change('Site_Url', (url) => License.setWorkspaceUrl(url));
    await applyStored();
    callbacks.add('workspaceLicenseChanged', async (license) => {
      await applyLicense(license, true);
    });
    callbacks.add('workspaceLicenseRemoved', async () => {
      await License.remove();
      await store('');
    });
  });
}
