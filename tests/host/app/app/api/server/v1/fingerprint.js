import { Settings } from '@rocket.chat/models';
import { check } from 'meteor/check';
import { newUniqueId } from '../../../../server/settings/lib/uniqueId';
import { notifyOnSettingChangedById } from '/server/settings/lib/told';
import { API } from '../api';
import { forgetTokens, tokenSettings } from '../forgetTokens';

const NEW_WORKSPACE = [
  'Cloud_Service_Agree_PrivacyTerms', 'Cloud_Workspace_Id', 'Cloud_Workspace_Name',
  'Cloud_Workspace_Client_Id', 'Cloud_Workspace_Client_Secret',
  'Cloud_Workspace_Client_Secret_Expires_At', 'Cloud_Workspace_Registration_Client_Uri',
  'Cloud_Workspace_PublicKey', 'Cloud_Workspace_License', 'Cloud_Workspace_Had_Trial',
];

async function becomeNewWorkspace() {
  await forgetTokens();
  for (const id of [...NEW_WORKSPACE, ...tokenSettings]) {
    await Settings.resetValueById(id);
    await notifyOnSettingChangedById(id);
  }
  await Settings.resetValueById('uniqueID', newUniqueId());
  await notifyOnSettingChangedById('uniqueID');
}

API.v1.addRoute('fingerprint', { authRequired: true, permissionsRequired: ['manage-cloud'] }, {
  async post() {
    check(this.bodyParams, { setDeploymentAs: String });
    if (this.bodyParams.setDeploymentAs === 'new-workspace') {
      await becomeNewWorkspace();
    }
    await Settings.updateValueById('Deployment_FingerPrint_Verified', true);
    await notifyOnSettingChangedById('Deployment_FingerPrint_Verified');
    return API.v1.success();
  },
});
