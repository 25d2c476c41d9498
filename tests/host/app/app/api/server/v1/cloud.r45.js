import { check } from 'meteor/check';
import { hasPermissionAsync } from '../../../authorization/server/functions/hasPermission';
import { hasRoleAsync } from '../../../authorization/server/functions/hasRole';
import { getConfirmationPoll } from '../../../cloud/server/functions/getConfirmationPoll';
import { retrieveRegistrationStatus } from '../../../cloud/server/functions/retrieveRegistrationStatus';
import { saveRegistrationData } from '../../../cloud/server/functions/saveRegistrationData';
import { startRegisterWorkspaceSetupWizard } from '../../../cloud/server/functions/startRegisterWorkspaceSetupWizard';
import { API } from '../api';

const loggedIn = { authRequired: true };

API.v1.addRoute('cloud.manualRegister', loggedIn, {
  async post() {
    check(this.bodyParams, { cloudBlob: String });
    if (!await hasPermissionAsync(this.userId, 'register-on-cloud')) {
      return API.v1.unauthorized();
    }
    if ((await retrieveRegistrationStatus()).workspaceRegistered) {
      return API.v1.failure('Workspace is already registered');
    }
    const blob = Buffer.from(this.bodyParams.cloudBlob, 'base64').toString();
    await saveRegistrationData(JSON.parse(blob));
    return API.v1.success();
  },
});

API.v1.addRoute('cloud.createRegistrationIntent', loggedIn, {
  async post() {
    check(this.bodyParams, { resend: Boolean, email: String });
    if (!await hasPermissionAsync(this.userId, 'manage-cloud')) {
      return API.v1.unauthorized();
    }
    const { resend, email } = this.bodyParams;
    const intentData = await startRegisterWorkspaceSetupWizard(resend, email);
    return intentData ? API.v1.success({ intentData }) : API.v1.failure('Invalid query');
  },
});

API.v1.addRoute('cloud.confirmationPoll', loggedIn, {
  async get() {
    check(this.queryParams, { deviceCode: String });
    if (!await hasPermissionAsync(this.userId, 'manage-cloud')) {
      return API.v1.unauthorized();
    }
    const { deviceCode } = this.queryParams;
    const pollData = deviceCode ? await getConfirmationPoll(deviceCode) : null;
    if (!pollData) {
      return API.v1.failure('Invalid query');
    }
    if (pollData.successful) {
      await saveRegistrationData(pollData.payload);
    }
    return API.v1.success({ pollData });
  },
});

API.v1.addRoute('cloud.registrationStatus', loggedIn, {
  async get() {
    if (!await hasRoleAsync(this.userId, 'admin')) {
      return API.v1.unauthorized();
    }
    return API.v1.success({ registrationStatus: await retrieveRegistrationStatus() });
  },
});
