import { Users } from '@rocket.chat/models';

/** Permissions that this server knows; each is of these roles. */
const ROLES = {
  'manage-cloud': ['admin'],
  'register-on-cloud': ['admin'],
  'view-privileged-setting': ['admin'],
  'edit-privileged-setting': ['admin'],
  'manage-selected-settings': ['admin'],
  'access-setting-permissions': ['admin'],
};

async function rolesOf(userId) {
  const user = userId ? await Users.findOneById(userId, { projection: { roles: 1 } }) : null;
  return (user && user.roles) || [];
}

/**
 * @param {string} userId
 * @param {string[]} permissions
 * @returns {Promise<boolean[]>} for each whether the user has it
 */
export async function granted(userId, permissions) {
  const roles = await rolesOf(userId);
  return permissions.map((name) => (ROLES[name] || []).some((role) => roles.includes(role)));
}
