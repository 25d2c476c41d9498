'use strict';

const { BaseRaw } = require('./base');
const { resetOfSettings } = require('./queries');

const writable = { blocked: { $ne: true } };

/** The settings: one document each. A write that changes nothing matches nothing. */
class SettingsRaw extends BaseRaw {
  constructor(db) {
    super(db, 'settings');
  }

  async getValueById(_id) {
    const setting = await this.findOne({ _id }, { projection: { value: 1 } });
    return setting ? setting.value : undefined;
  }

  findByIds(ids = []) {
    return this.find({ _id: { $in: [].concat(ids) } });
  }

  findOneNotHiddenById(_id) {
    return this.findOne({ _id, hidden: { $ne: true } });
  }

  findNotHidden() {
    return this.find({ hidden: { $ne: true } });
  }

  findNotHiddenPublic(ids = []) {
    const chosen = ids.length > 0 ? { _id: { $in: ids } } : {};
    return this.find({ ...chosen, hidden: { $ne: true }, public: true });
  }

  updateValueById(_id, value, options) {
    const query = { ...writable, value: { $ne: value }, _id };
    return this.updateOne(query, { $set: { value } }, options);
  }

  updateValueNotHiddenById(_id, value) {
    return this.updateOne({ _id, hidden: { $ne: true }, ...writable }, { $set: { value } });
  }

  updateOptionsById(_id, options) {
    return this.updateOne({ ...writable, _id }, { $set: options });
  }

  incrementValueById(_id, value = 1) {
    return this.findOneAndUpdate({ ...writable, _id }, { $inc: { value } });
  }
}

Object.assign(SettingsRaw.prototype, resetOfSettings);

module.exports = { SettingsRaw };
