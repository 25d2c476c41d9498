'use strict';

/** @typedef {import('./tree').Tree} Tree */

/**
 * Calls `onApplication` with the application's tree of files right before it is installed.
 *
 * Meteor announces every package by `Package._define`, and the package `modules-runtime` brings
 * `meteorInstall`, through which all files come. So: wait for `Package` to be assigned, watch its
 * `_define`, and put a Proxy around `meteorInstall`. Everything is put back once the application
 * has come. A preload before this one may wait for `Package` in the same way: it gets its turn.
 *
 * @param {(tree: Tree) => void} onApplication
 */
function interceptApplication(onApplication) {
  let done = false;
  const once = (/** @type {Tree} */ tree) => {
    if (!done) {
      done = true;
      onApplication(tree);
    }
  };
  const earlier = Object.getOwnPropertyDescriptor(globalThis, 'Package');
  Object.defineProperty(globalThis, 'Package', {
    configurable: true,
    enumerable: true,
    get: () => undefined,
    set(registry) {
      Object.defineProperty(globalThis, 'Package', earlier && earlier.set ? earlier : {
        configurable: true, enumerable: true, writable: true, value: registry,
      });
      if (earlier && earlier.set) {
        earlier.set.call(globalThis, registry);
      }
      watchDefinitions(registry, once);
    },
  });
}

/**
 * @param {any} registry Meteor's `Package`
 * @param {(tree: Tree) => void} onApplication
 */
function watchDefinitions(registry, onApplication) {
  const define = registry && registry._define;
  if (typeof define !== 'function') {
    return;
  }
  const own = Object.getOwnPropertyDescriptor(registry, '_define');
  // Not enumerable: Meteor lists the packages by the names of this object.
  Object.defineProperty(registry, '_define', {
    configurable: true,
    enumerable: false,
    writable: true,
    value(/** @type {string} */ name, /** @type {any[]} */ ...rest) {
      const result = define.call(this, name, ...rest);
      if (name === 'modules-runtime' && registry[name]) {
        delete registry._define;
        if (own) {
          Object.defineProperty(registry, '_define', own);
        }
        wrapInstall(registry[name], onApplication);
      }
      return result;
    },
  });
}

/**
 * @param {any} runtime exports of the package `modules-runtime`
 * @param {(tree: Tree) => void} onApplication
 */
function wrapInstall(runtime, onApplication) {
  const install = runtime.meteorInstall;
  if (typeof install !== 'function') {
    return;
  }
  // A Proxy keeps the function's own keys (`fetch`, `Module`), which packages use.
  runtime.meteorInstall = new Proxy(install, {
    apply(target, self, args) {
      if (isApplication(args[0])) {
        runtime.meteorInstall = install;
        onApplication(args[0]);
      }
      return Reflect.apply(target, self, args);
    },
  });
}

/**
 * Packages install only folders of npm modules; the application brings its own folders.
 *
 * @param {any} tree
 * @returns {boolean}
 */
function isApplication(tree) {
  return Boolean(tree && typeof tree === 'object' && tree.server && tree.server['main.ts']);
}

module.exports = { interceptApplication };
