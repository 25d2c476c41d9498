import { SystemLogger } from '../../../../server/lib/logger/system';
import { settings } from '../../../settings/server';
import { cloudRequest } from '/server/lib/cloud/cloudRequest';
import { getWorkspaceAccessTokenOrThrow } from './getWorkspaceAccessToken';
import { syncWorkspace } from './syncWorkspace';

export const fallback = 'https://go.rocket.chat/i/contact-sales';

export const getCheckoutUrl = async () => {
  try {
    await syncWorkspace();
    const token = await getWorkspaceAccessTokenOrThrow(true, 'workspace:billing', false);
    const page = `${settings.get('Site_Url')}/admin/subscription`;
    return await cloudRequest(`${settings.get('Cloud_Billing_Url')}/api/v2/checkout`, {
      method: 'POST', token,
      body: { okCallback: `${page}?subscriptionSuccess=true`, cancelCallback: page },
    });
  } catch (err) {
    SystemLogger.error({ msg: 'There is no checkout address', err });
    return { url: fallback };
  }
};
