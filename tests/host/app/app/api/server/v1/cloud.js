import { check, Match } from 'meteor/check';
import { hasRoleAsync } from '../../../authorization/server/functions/hasRole';
import { getCheckoutUrl } from '../../../cloud/server/functions/getCheckoutUrl';
import { getConfirmationPoll } from '../../../cloud/server/functions/getConfirmationPoll';
import { registerPreIntentWorkspaceWizard } from '../../../cloud/server/functions/registerPreIntentWorkspaceWizard';
import { removeLicense } from '../../../cloud/server/functions/removeLicense';
import { retrieveRegistrationStatus } from '../../../cloud/server/functions/retrieveRegistrationStatus';
import { saveRegistrationData, saveRegistrationDataManual } from '../../../cloud/server/functions/saveRegistrationData';
import { startRegisterWorkspaceSetupWizard } from '../../../cloud/server/functions/startRegisterWorkspaceSetupWizard';
import { syncWorkspace } from '../../../cloud/server/functions/syncWorkspace';
import { SystemLogger } from '../../../../server/lib/logger/system';
import { API } from '../api';
import { statusNeedsRole } from './cloudAccess';

const manageCloud = { authRequired: true, permissionsRequired: ['manage-cloud'] };
const twiceAMinute = { rateLimiterOptions: { numRequestsAllowed: 2, intervalTimeInMS: 60000 } };

API.v1.addRoute('cloud.manualRegister',
  { authRequired: true, permissionsRequired: ['register-on-cloud'] }, {
    async post() {
      check(this.bodyParams, { cloudBlob: String });
      if ((await retrieveRegistrationStatus()).workspaceRegistered) {
        return API.v1.failure('Workspace is already registered');
      }
      const blob = Buffer.from(this.bodyParams.cloudBlob, 'base64').toString();
      await saveRegistrationDataManual(JSON.parse(blob));
      return API.v1.success();
    },
  });

API.v1.addRoute('cloud.createRegistrationIntent', manageCloud, {
  async post() {
    check(this.bodyParams, { resend: Match.Optional(Boolean), email: String });
    const { resend, email } = this.bodyParams;
    const intentData = await startRegisterWorkspaceSetupWizard(resend, email);
    return intentData ? API.v1.success({ intentData }) : API.v1.failure('Invalid query');
  },
});

API.v1.addRoute('cloud.registerPreIntent', manageCloud, {
  async post() {
    return API.v1.success({ offline: !await registerPreIntentWorkspaceWizard() });
  },
});

API.v1.addRoute('cloud.confirmationPoll', { ...manageCloud, rateLimiterOptions: false }, {
  async get() {
    check(this.queryParams, { deviceCode: String });
    const pollData = await getConfirmationPoll(this.queryParams.deviceCode);
    if (!pollData) {
      return API.v1.failure('Invalid query');
    }
    if (pollData.successful) {
      await saveRegistrationData(pollData.payload);
    }
    return API.v1.success({ pollData });
  },
});

API.v1.addRoute('cloud.registrationStatus', {
  authRequired: true, rateLimiterOptions: false,
  ...(statusNeedsRole ? {} : { permissionsRequired: ['manage-cloud'] }),
}, {
  async get() {
    if (statusNeedsRole && !await hasRoleAsync(this.userId, 'admin')) {
      return API.v1.forbidden();
    }
    return API.v1.success({ registrationStatus: await retrieveRegistrationStatus() });
  },
});

API.v1.addRoute('cloud.syncWorkspace', { ...manageCloud, ...twiceAMinute }, {
  async post() {
    try {
      await syncWorkspace();
      return API.v1.success();
    } catch (error) {
      return API.v1.failure('Error during workspace sync');
    }
  },
});

API.v1.addRoute('cloud.removeLicense', { ...manageCloud, ...twiceAMinute }, {
  async post() {
    try {
      await removeLicense();
      return API.v1.success();
    } catch (error) {
      SystemLogger.error({ msg: 'Removing the license by hand failed', err: error });
      return API.v1.failure('License removal failed');
    }
  },
});

API.v1.addRoute('cloud.checkoutUrl', manageCloud, {
  async get() {
    const { url } = await getCheckoutUrl();
    return url ? API.v1.success({ url }) : API.v1.failure();
  },
});
