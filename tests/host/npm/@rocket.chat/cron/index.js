'use strict';

const { CronHistory } = require('@rocket.chat/models');

/** Jobs are documents; only those defined in this process would run. None is ever due here. */
class CronJobs {
  constructor() {
    this.defined = new Map();
  }

  async add(name, schedule, run) {
    this.defined.set(name, { schedule, run });
    const job = { $set: { name, repeatInterval: schedule, type: 'single' } };
    await CronHistory.updateOne({ _id: name }, job, { upsert: true });
  }

  async remove(name) {
    this.defined.delete(name);
    await CronHistory.removeById(name);
  }

  async has(name) {
    return this.defined.has(name);
  }
}

module.exports = { cronJobs: new CronJobs() };
