import { applyLicense, applyLicenseOrRemove, License } from '@rocket.chat/license';
import { Settings } from '@rocket.chat/models';
import { Meteor } from 'meteor/meteor';
import { callbacks } from '@callbacks';
import { notifyOnSettingChangedById } from '../../../../app/lib/server/lib/notifyListener';
import { settings } from '../../../../app/settings/server';
import { SystemLogger } from '../../../../server/lib/logger/system';

const STORED = 'Enterprise_License';

async function store(license) {
  if ((await Settings.updateValueById(STORED, license)).modifiedCount) {
    await notifyOnSettingChangedById(STORED);
  }
}

async function applyStored() {
  try {
    await applyLicense(settings.get(STORED), false);
  } catch (err) {
    SystemLogger.warn({ msg: 'The stored license could not be applied', err });
  }
}

/** Until the hook has run nobody listens: a license that comes earlier reaches nobody. */
export function startLicense() {
  // Only a license that holds here is kept, and nobody waits for that.
  License.onValidateLicense(() => store(License.encryptedLicense));
  License.onRemoveLicense(() => store(''));
  Meteor.startup(async () => {
    await License.setWorkspaceUrl(settings.get('Site_Url'));
    settings.change('Site_Url', (url) => License.setWorkspaceUrl(url));
    await applyStored();
    settings.change(STORED, (license) => applyLicenseOrRemove(license, true));
    callbacks.add('workspaceLicenseRemoved', () => License.remove());
    callbacks.add('workspaceLicenseChanged', (license) => applyLicense(license, true));
  });
}
