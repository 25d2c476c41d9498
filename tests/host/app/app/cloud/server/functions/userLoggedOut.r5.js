import { Users } from '../../../models/server';

export function userLoggedOut(userId) {
  if (!userId) {
    return false;
  }
  const { services = {} } = Users.findOneById(userId) || {};
  if (services.cloud) {
    Users.update(userId, { $unset: { 'services.cloud': 1 } });
  }
  return true;
}
