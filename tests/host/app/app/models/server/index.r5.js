import { Users as Raw } from '@rocket.chat/models';

/** The models of old: each call waits in the caller's fiber. */
export const Users = {
  findOneById: (userId, options) => Promise.await(Raw.findOneById(userId, options)),
  update: (query, update) => Promise.await(
    Raw.updateOne(typeof query === 'string' ? { _id: query } : query, update),
  ),
  getOldest: (fields) => Promise.await(
    Raw.findOne({ _id: { $ne: 'rocket.cat' } }, { projection: fields, sort: { createdAt: 1 } }),
  ),
  getActiveLocalUserCount: () => Promise.await(
    Raw.countDocuments({ active: true, type: 'user' }),
  ),
};
