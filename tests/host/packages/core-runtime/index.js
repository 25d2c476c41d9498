'use strict';

const { PackageRegistry } = require('./registry');

const pending = [];
let running = null;
let failed = null;

/** Runs a package's image at its turn; a package whose modules are async holds up the next. */
function queue(name, image) {
  pending.push({ name, image });
  if (!running) {
    drain();
  }
}

function drain() {
  running = null;
  while (pending.length > 0 && !running) {
    const loading = runImage(pending.shift());
    if (loading) {
      running = loading.then(drain, (error) => {
        failed = error;
      });
    }
  }
}

/** Returns a promise only when an async module has to be waited for. */
function runImage({ name, image }) {
  const config = image();
  const results = (config.eagerModulePaths || []).map((id) => config.require(id));
  const waits = results.filter((value) => value && value.__reifyAsyncModule);
  const define = () => announce(name, config);
  return waits.length > 0 ? Promise.all(waits).then(define) : define();
}

/** The application is announced under two names, neither of which is one. */
function announce(name, config) {
  const exports = config.export ? config.export() : {};
  Package._define(name, exports);
  if (name === 'null') {
    Package._define(null, exports);
  }
}

async function waitUntilAllLoaded() {
  while (running) {
    await running;
    if (failed) {
      throw failed;
    }
  }
}

global.Package = new PackageRegistry();
Package._define('core-runtime', { queue, waitUntilAllLoaded });
module.exports = Package['core-runtime'];
