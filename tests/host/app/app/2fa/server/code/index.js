import { Users } from '@rocket.chat/models';
import { Meteor } from 'meteor/meteor';

/**
 * Asks whoever has a second factor for it. It is a fixed text here, `services.totp.secret`.
 *
 * @param {{user: string, code: string|undefined}} request
 * @throws {Meteor.Error} totp-required, totp-invalid
 */
export async function checkCodeForUser({ user, code }) {
  const { services = {} } = await Users.findOneById(user) || {};
  if (!services.totp || !services.totp.enabled) {
    return true;
  }
  const details = { method: 'totp', availableMethods: ['totp'] };
  if (!code) {
    throw new Meteor.Error('totp-required', 'TOTP Required', details);
  }
  if (code !== services.totp.secret) {
    throw new Meteor.Error('totp-invalid', 'TOTP Invalid', details);
  }
  return true;
}
