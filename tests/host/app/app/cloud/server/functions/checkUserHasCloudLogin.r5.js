import { Users } from '../../../models/server';
import { retrieveRegistrationStatus } from './retrieveRegistrationStatus';

export function checkUserHasCloudLogin(userId) {
  const { connectToCloud, workspaceRegistered } = retrieveRegistrationStatus();
  if (!connectToCloud || !workspaceRegistered || !userId) {
    return false;
  }
  const { services = {} } = Users.findOneById(userId) || {};
  return Boolean(services.cloud && services.cloud.accessToken);
}
