import { applyLicense } from '@rocket.chat/license';
import { settings } from '../../../settings/server';
import { registrationValues, writeSettings } from '/server/lib/cloud/registrationSettings';
import { syncCloudData } from './syncWorkspace/syncCloudData';

const CACHE_LOOKS = 10;
const CACHE_LOOK_MS = 1000;

/** The cache follows the database some time later; it is looked at once a second. */
async function waitForCache(values) {
  for (let look = 0; look < CACHE_LOOKS; look++) {
    if (values.every(([id, value]) => settings.get(id) === value)) {
      return;
    }
    await new Promise((resolve) => {
      setTimeout(resolve, CACHE_LOOK_MS);
    });
  }
  throw new Error('The cache never showed the registration');
}

async function save(payload) {
  const values = registrationValues(payload);
  await writeSettings(values, 'saveRegistrationDataBase');
  await waitForCache(values);
}

export async function saveRegistrationData(payload) {
  await save(payload);
  await syncCloudData();
}

export async function saveRegistrationDataManual(payload) {
  await save(payload);
  await applyLicense(payload.licenseData.license, true);
}
