import { describeSetting, overwriteSetting } from './environment';

const VOLATILE = ['value', 'ts', 'createdAt', 'valueSource', 'packageValue', 'processEnvValue',
  '_updatedAt'];

/** Whether two documents of a setting differ in what the code says about it. */
function differs(stored, fresh) {
  const keys = new Set([...Object.keys(stored), ...Object.keys(fresh)]);
  return [...keys].filter((key) => !VOLATILE.includes(key))
    .some((key) => JSON.stringify(stored[key]) !== JSON.stringify(fresh[key]));
}

/** Where settings are defined, at every start anew. */
export class SettingsRegistry {
  constructor({ store, model }) {
    this.store = store;
    this.model = model;
    this.sorters = {};
  }

  /**
   * @param {string} id
   * @param {*} value of the package
   * @param {object} [options]
   */
  async add(id, value, options = {}) {
    if (!id || value === null || value === undefined) {
      throw new Error('Invalid arguments');
    }
    const sorter = options.sorter === undefined ? this.nextSorter(options) : options.sorter;
    const fresh = describeSetting({ ...options, _id: id, value, sorter });
    const stored = this.store.getSetting(id);
    const forced = overwriteSetting(fresh);
    if (!stored) {
      await this.insert(forced || fresh);
    } else if (forced) {
      await this.update(stored, forced);
    } else if (differs(stored, fresh)) {
      const { value: firstValue, ts, createdAt, valueSource, ...rest } = fresh;
      await this.update(stored, { ...stored, ...rest, value: stored.value });
    }
  }

  nextSorter({ group = '', section = '' }) {
    const key = `${group}/${section}`;
    this.sorters[key] = (this.sorters[key] === undefined ? -1 : this.sorters[key]) + 1;
    return this.sorters[key];
  }

  async insert(setting) {
    await this.model.insertOne(setting);
    this.store.set(setting);
  }

  async update(stored, wanted) {
    const { _id, ...fields } = wanted;
    const isSame = stored.value === wanted.value && !differs(stored, wanted);
    if (!isSame) {
      await this.model.updateOne({ _id }, { $set: fields }, { upsert: true });
      this.store.set(wanted);
    }
  }

  /**
   * @param {string} id
   * @param {object|function} [options] kept only when the group is new
   * @param {function} [callback] `this` has `add`, `section` and `with`
   */
  async addGroup(id, options = {}, callback = undefined) {
    const define = typeof options === 'function' ? options : callback;
    if (!id || (typeof options === 'function' && callback)) {
      throw new Error('Invalid arguments');
    }
    if (!this.store.has(id)) {
      const group = { _id: id, i18nLabel: id, i18nDescription: `${id}_Description`, sorter: 0,
        ...(typeof options === 'function' ? {} : options), type: 'group', blocked: false,
        hidden: false, ts: new Date() };
      await this.insert(group);
    }
    if (define) {
      await define.call(this.scope({ group: id }));
    }
  }

  /** What the callbacks of groups and sections get as `this`. */
  scope(preset) {
    return {
      add: (id, value, options) => this.add(id, value, { ...preset, ...options }),
      section: (section, define) => define.call(this.scope({ ...preset, section })),
      with: (options, define) => define.call(this.scope({ ...preset, ...options })),
    };
  }
}
