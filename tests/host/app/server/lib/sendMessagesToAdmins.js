import { Messages, Roles, Users } from '@rocket.chat/models';
import { Random } from 'meteor/random';
import { settings } from '../../app/settings/server';

const perAdmin = async (wanted, adminUser) => (
  [].concat(typeof wanted === 'function' ? await wanted({ adminUser }) : wanted || [])
);

/**
 * Sends each admin direct messages and shows each a banner above every page.
 *
 * @param {{fromId?: string, msgs?: object[]|function, banners?: object[]|function}} what
 */
export async function sendMessagesToAdmins({ fromId = 'rocket.cat', msgs, banners }) {
  const admins = await (await Roles.findUsersInRole('admin')).toArray();
  for (const adminUser of admins) {
    for (const message of await perAdmin(msgs, adminUser)) {
      await Messages.insertOne({ _id: Random.id(), rid: [fromId, adminUser._id].sort().join(''),
        u: { _id: fromId }, ts: new Date(), siteName: settings.get('Site_Name'), ...message });
    }
    for (const banner of await perAdmin(banners, adminUser)) {
      await Users.addBannerById(adminUser._id, banner);
    }
  }
}
