import { registerModels } from '@rocket.chat/models';
import { MongoInternals } from 'meteor/mongo';

registerModels(MongoInternals.defaultRemoteCollectionDriver().mongo.db);
