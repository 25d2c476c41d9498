import { Settings } from '@rocket.chat/models';
import { callbacks } from '@callbacks';
import { registrationValues } from '/server/lib/cloud/registrationSettings';

/** Writes all at once and gives what the writes gave; the data must bring its license. */
export function saveRegistrationData(data) {
  const { license } = data.licenseData;
  const values = [...registrationValues(data), ['Cloud_Workspace_License', license || '']];
  const writes = values.map(([id, value]) => Settings.updateValueById(id, value));
  return Promise.all(writes).then((...results) => {
    callbacks.run('workspaceLicenseChanged', license);
    return results;
  });
}
