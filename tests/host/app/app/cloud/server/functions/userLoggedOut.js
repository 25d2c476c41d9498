import { Users } from '@rocket.chat/models';

export async function userLoggedOut(userId) {
  if (!userId) {
    return false;
  }
  await Users.updateOne({ _id: userId, 'services.cloud': { $exists: true } },
    { $unset: { 'services.cloud': 1 } });
  return true;
}
