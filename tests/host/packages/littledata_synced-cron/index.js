'use strict';

const entries = new Map();

/** Jobs of this process, by name. None is ever due here. */
const SyncedCron = {
  /** @param {{name: string, schedule: function(object): *, job: function}} entry */
  add({ name, schedule, job }) {
    entries.set(name, { schedule: schedule({ cron: (text) => text, text: (text) => text }), job });
  },

  remove(name) {
    entries.delete(name);
  },

  has: (name) => entries.has(name),
};

module.exports = { SyncedCron };
