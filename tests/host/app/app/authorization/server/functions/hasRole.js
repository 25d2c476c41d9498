import { Users } from '@rocket.chat/models';

/**
 * @param {string} userId
 * @param {string} role
 * @returns {Promise<boolean>}
 */
export async function hasRoleAsync(userId, role) {
  const user = await Users.findOneById(userId, { projection: { roles: 1 } });
  return Boolean(user && user.roles.includes(role));
}
