import { Meteor } from 'meteor/meteor';
import { requireManager } from '/server/lib/cloud/methods';
import { disconnectWorkspace } from './functions/disconnectWorkspace';
import { reconnectWorkspace } from './functions/reconnectWorkspace';

Meteor.methods({
  async 'cloud:disconnectWorkspace'() {
    await requireManager(Meteor.userId(), 'cloud:disconnectWorkspace');
    return disconnectWorkspace();
  },

  async 'cloud:reconnectWorkspace'() {
    await requireManager(Meteor.userId(), 'cloud:reconnectWorkspace');
    return reconnectWorkspace();
  },
});
