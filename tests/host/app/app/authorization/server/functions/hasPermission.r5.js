/* eslint no-unused-vars: ['error', { args: 'none' }] -- the arity is part of the interface */
import { granted } from '../lib/granted';

export async function hasAllPermissionAsync(userId, permissions, scope) {
  return (await granted(userId, permissions)).every(Boolean);
}

export async function hasPermissionAsync(userId, permission, scope) {
  return (await granted(userId, [permission]))[0];
}

export async function hasAtLeastOnePermissionAsync(userId, permissions, scope) {
  return (await granted(userId, permissions)).some(Boolean);
}

export const hasAllPermission = (...args) => Promise.await(hasAllPermissionAsync(...args));
export const hasPermission = (...args) => Promise.await(hasPermissionAsync(...args));
export const hasAtLeastOnePermission = (...args) => (
  Promise.await(hasAtLeastOnePermissionAsync(...args))
);
