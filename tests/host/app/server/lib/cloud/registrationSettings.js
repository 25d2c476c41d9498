import { Settings } from '@rocket.chat/models';
import { notifyOnSettingChangedById } from '/server/settings/lib/told';
import { updateAudited } from '/server/settings/lib/auditedBySystem';

/** Settings that a registration fills, by the field of the payload that fills them. */
const FIELDS = {
  Cloud_Workspace_Id: 'workspaceId',
  Cloud_Workspace_Name: 'client_name',
  Cloud_Workspace_Client_Id: 'client_id',
  Cloud_Workspace_Client_Secret: 'client_secret',
  Cloud_Workspace_Client_Secret_Expires_At: 'client_secret_expires_at',
  Cloud_Workspace_PublicKey: 'publicKey',
  Cloud_Workspace_Registration_Client_Uri: 'registration_client_uri',
};

export const registrationIds = Object.keys(FIELDS);

/**
 * @param {object} payload
 * @returns {Array<[string, *]>} ids and values
 */
export function registrationValues(payload) {
  const values = Object.entries(FIELDS).map(([id, field]) => [id, payload[field]]);
  return [['Register_Server', true], ...values];
}

/** Writes all at once: there is no order, and a crash in between leaves some. */
export async function writeSettings(values, reason) {
  const write = updateAudited(reason);
  await Promise.all(values.map(async ([id, value]) => {
    const result = await write(Settings.updateValueById, id, value);
    if (result && result.modifiedCount) {
      notifyOnSettingChangedById(id);
    }
  }));
}

export async function resetRegistrationSettings(reason) {
  const write = updateAudited(reason);
  await Promise.all(registrationIds.map(async (id) => {
    const result = await write(Settings.resetValueById, id, null);
    if (result && result.modifiedCount) {
      notifyOnSettingChangedById(id);
    }
  }));
}
