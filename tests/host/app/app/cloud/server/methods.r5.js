import { Meteor } from 'meteor/meteor';
import { requireManager } from '/server/lib/cloud/methods';
import { disconnectWorkspace } from './functions/disconnectWorkspace';

Meteor.methods({
  async 'cloud:disconnectWorkspace'() {
    await requireManager(Meteor.userId(), 'cloud:disconnectWorkspace');
    return disconnectWorkspace();
  },
});
