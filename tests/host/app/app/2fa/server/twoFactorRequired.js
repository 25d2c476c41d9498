import { Meteor } from 'meteor/meteor';
import { checkCodeForUser } from './code';

/** A method that wants the second factor; clients give it as one more argument. */
export function twoFactorRequired(method) {
  return async function withSecondFactor(...args) {
    if (!this.userId) {
      throw new Meteor.Error('error-invalid-user', 'Invalid user', { method: 'twoFactorRequired' });
    }
    const last = args[args.length - 1];
    const given = last && last.twoFactorCode && last.twoFactorMethod ? args.pop() : {};
    await checkCodeForUser({ user: this.userId, code: given.twoFactorCode });
    return method.apply(this, args);
  };
}
