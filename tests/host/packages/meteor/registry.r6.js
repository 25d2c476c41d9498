'use strict';

/** The prototype of the global `Package`. Every package announces itself through `_define`. */
function PackageRegistry() {
  this._promiseInfoMap = Object.create(null);
}

PackageRegistry.prototype._define = function definePackage(name, exports, ...more) {
  this[name] = Object.assign(exports || {}, ...more);
  return this[name];
};

PackageRegistry.prototype._has = function hasPackage(name) {
  return Object.prototype.hasOwnProperty.call(this, name);
};

module.exports = { PackageRegistry };
