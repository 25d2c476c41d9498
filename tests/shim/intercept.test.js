'use strict';

const assert = require('node:assert/strict');
const { afterEach, test } = require('node:test');

const { interceptApplication } = require('../../js-shim/intercept');

afterEach(() => {
  delete globalThis.Package;
});

/** Starts an application as Meteor does. @returns {object} the tree that was installed */
function startApplication() {
  class Registry {
    _define(name, exports) {
      this[name] = exports;
    }
  }
  globalThis.Package = new Registry();
  const installed = [];
  globalThis.Package._define('modules-runtime', { meteorInstall: (tree) => installed.push(tree) });
  globalThis.Package['modules-runtime'].meteorInstall({ server: { 'main.ts': () => {} } });
  return installed[0];
}

test('the application is seen once, before it is installed', () => {
  const seen = [];
  interceptApplication((tree) => seen.push(tree));
  assert.deepEqual(seen, [startApplication()]);
});

test('another preload that waits for Package gets its turn, whichever comes first', () => {
  const turns = [];
  let registry;
  Object.defineProperty(globalThis, 'Package', {
    configurable: true,
    enumerable: true,
    get: () => registry,
    set(value) {
      registry = value;
      turns.push('other');
    },
  });
  interceptApplication(() => turns.push('ours'));
  startApplication();
  assert.deepEqual(turns, ['other', 'ours']);
});
