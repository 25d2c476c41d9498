import { Roles, Settings, Users } from '@rocket.chat/models';
import { Accounts } from 'meteor/accounts-base';
import { Meteor } from 'meteor/meteor';
import { notifyOnSettingChangedById } from '../settings/lib/told';
import { settings } from '../../app/settings/server';

const USERS = [
  { username: 'admin', name: 'Administrator', roles: ['admin', 'user'] },
  { username: 'user', name: 'User', roles: ['user'] },
];

/** The server's own user is there before any person. */
async function createServersUser() {
  if (!await Users.findOneById('rocket.cat')) {
    await Users.insertOne({
      _id: 'rocket.cat', username: 'rocket.cat', name: 'Rocket.Cat', type: 'bot', active: true,
      roles: ['bot'], createdAt: new Date(), services: {},
    });
  }
}

async function createUsers() {
  await createServersUser();
  for (const user of USERS) {
    if (!await Accounts.users().findOne({ username: user.username })) {
      const { username } = user;
      await Accounts.createUser({
        ...user, password: username, email: `${username}@example.com`,
      });
    }
  }
}

Meteor.startup(async () => {
  await createUsers();
  const hasAdmin = await Roles.countUsersInRole('admin') > 0;
  if (hasAdmin && settings.get('Show_Setup_Wizard') === 'pending') {
    await Settings.updateValueById('Show_Setup_Wizard', 'in_progress');
    await notifyOnSettingChangedById('Show_Setup_Wizard');
  }
});
