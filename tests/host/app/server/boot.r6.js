import { Meteor } from 'meteor/meteor';
import { startRestAPI } from '../app/api/server/api';
import { startup } from './startup';

// The first of all hooks, so that what it fails at keeps all others from running.
Meteor.startup(async () => {
  await startup();
  await startRestAPI();
});
