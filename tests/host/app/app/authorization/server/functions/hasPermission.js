/* eslint no-unused-vars: ['error', { args: 'none' }] -- the arity is part of the interface */
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

async function allowed(userId, permissions) {
  const roles = await rolesOf(userId);
  return permissions.map((name) => (ROLES[name] || []).some((role) => roles.includes(role)));
}

export async function hasAllPermissionAsync(userId, permissions, scope) {
  return (await allowed(userId, permissions)).every(Boolean);
}

export async function hasPermissionAsync(userId, permission, scope) {
  return (await allowed(userId, [permission]))[0];
}

export async function hasAtLeastOnePermissionAsync(userId, permissions, scope) {
  return (await allowed(userId, permissions)).some(Boolean);
}
