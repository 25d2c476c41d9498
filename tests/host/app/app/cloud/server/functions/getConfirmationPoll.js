import { SystemLogger } from '../../../../server/lib/logger/system';
import { settings } from '../../../settings/server';
import { cloudRequest } from '/server/lib/cloud/cloudRequest';

export async function getConfirmationPoll(deviceCode) {
  try {
    return await cloudRequest(`${settings.get('Cloud_Url')}/api/v2/register/workspace/poll`,
      { params: { token: deviceCode } });
  } catch (err) {
    SystemLogger.error({ msg: 'The confirmation could not be asked for', err });
    throw err;
  }
}
