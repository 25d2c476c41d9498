import { Users } from '@rocket.chat/models';
import { retrieveRegistrationStatus } from './retrieveRegistrationStatus';

export async function checkUserHasCloudLogin(userId) {
  const { workspaceRegistered } = await retrieveRegistrationStatus();
  if (!workspaceRegistered || !userId) {
    return false;
  }
  const user = await Users.findOneById(userId);
  const cloud = user && user.services && user.services.cloud;
  return Boolean(cloud && cloud.accessToken && new Date() < cloud.expiresAt);
}
