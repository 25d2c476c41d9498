'use strict';

/** The prototype of the global `Package`. Every package announces itself through `_define`. */
class PackageRegistry {
  constructor() {
    this._promiseInfoMap = Object.create(null);
  }

  _define(name, exports, ...more) {
    const value = Object.assign(exports || {}, ...more);
    this[name] = value;
    const waiting = this._promiseInfoMap[name];
    if (waiting) {
      waiting.resolve(value);
    }
    return value;
  }

  _has(name) {
    return Object.prototype.hasOwnProperty.call(this, name);
  }

  _promise(name) {
    if (!this._promiseInfoMap[name]) {
      const info = {};
      info.promise = new Promise((resolve) => {
        info.resolve = resolve;
      });
      this._promiseInfoMap[name] = info;
      if (this._has(name)) {
        info.resolve(this[name]);
      }
    }
    return this._promiseInfoMap[name].promise;
  }
}

module.exports = { PackageRegistry };
