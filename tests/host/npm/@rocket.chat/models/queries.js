'use strict';

/** What the model of the users has from release 6 on. */
const queriesOfUsers = {
  getOldest(options) {
    return this.findOne({ _id: { $ne: 'rocket.cat' } }, { ...options, sort: { createdAt: 1 } });
  },

  getActiveLocalUserCount() {
    return this.countDocuments({ active: true, type: 'user' });
  },
};

/** What the model of the settings has from release 6 on. */
const resetOfSettings = {
  async resetValueById(_id, value) {
    const wanted = value === undefined || value === null ? await this.originalValue(_id) : value;
    return wanted === undefined ? undefined : this.updateValueById(_id, wanted);
  },

  /** The value that environment or package gave at first. */
  async originalValue(_id) {
    const record = await this.findOneById(_id);
    const original = record && record[record.valueSource || 'packageValue'];
    return original === null ? undefined : original;
  },
};

module.exports = { queriesOfUsers, resetOfSettings };
