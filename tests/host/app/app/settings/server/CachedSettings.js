import { EventEmitter } from 'events';

const WATCH_MULTIPLE_MS = 100;

/** Calls back once when calls stop coming, with the last arguments. */
function debounced(callback, ms) {
  let timer;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => callback(...args), ms);
  };
}

/** Cache of the settings in this process. It learns of a change only when somebody tells it. */
export class CachedSettings {
  constructor() {
    this.ready = false;
    this.store = new Map();
    this.events = new EventEmitter().setMaxListeners(0);
  }

  initialized() {
    if (!this.ready) {
      this.ready = true;
      this.events.emit('ready');
    }
  }

  has(id) {
    return this.store.has(id);
  }

  getSetting(id) {
    return this.store.get(id);
  }

  get(id) {
    const setting = this.store.get(id);
    return setting && setting.value;
  }

  getByRegexp(pattern) {
    return [...this.store].filter(([id]) => pattern.test(id)).map(([id, { value }]) => [id, value]);
  }

  /** Takes a document as it is; an equal value is no change, and what else is new is not taken. */
  set(record) {
    const known = this.store.get(record._id);
    if (known && known.value === record.value) {
      return;
    }
    this.store.set(record._id, record);
    this.onReady(() => this.events.emit(`set:${record._id}`, this.get(record._id)));
  }

  on(id, callback) {
    this.events.on(`set:${id}`, callback);
    return () => this.events.removeListener(`set:${id}`, callback);
  }

  onReady(callback) {
    if (this.ready) {
      callback();
    } else {
      this.events.once('ready', callback);
    }
  }

  getConfig(config) {
    return { debounce: process.env.TEST_MODE ? 0 : 500, ...config };
  }

  change(id, callback, config) {
    return this.on(id, debounced(callback, this.getConfig(config).debounce));
  }

  watch(id, callback, config) {
    return this.whenReady(() => {
      if (this.store.has(id)) {
        callback(this.get(id));
      }
      return this.change(id, callback, config);
    });
  }

  watchOnce(id, callback, config) {
    if (this.store.has(id)) {
      callback(this.get(id));
      return () => undefined;
    }
    const stop = this.change(id, (value) => {
      stop();
      callback(value);
    }, config);
    return stop;
  }

  watchMultiple(ids, callback) {
    return this.whenReady(() => {
      const report = () => callback(ids.map((id) => this.get(id)));
      if (ids.every((id) => this.store.has(id))) {
        report();
      }
      const isTest = process.env.TEST_MODE === 'true';
      const later = isTest ? report : debounced(report, WATCH_MULTIPLE_MS);
      const stops = ids.map((id) => this.on(id, later));
      return () => stops.forEach((stop) => stop());
    });
  }

  changeMultiple(ids, callback, config) {
    const report = () => callback(ids.map((id) => this.get(id)));
    const stops = ids.map((id) => this.change(id, report, config));
    return () => stops.forEach((stop) => stop());
  }

  whenReady(subscribe) {
    let stop = () => {};
    let stopped = false;
    this.onReady(() => {
      if (!stopped) {
        stop = subscribe();
      }
    });
    return () => {
      stopped = true;
      stop();
    };
  }
}
