'use strict';

const { defineBootGlobals, loadFile, findMain } = require('./boot-utils');

async function boot() {
  for (const entry of defineBootGlobals()) {
    loadFile(entry);
  }
  await Package['core-runtime'].waitUntilAllLoaded();
  const hooks = __meteor_bootstrap__.startupHooks;
  while (hooks.length > 0) {
    await hooks.shift()();
  }
  __meteor_bootstrap__.startupHooks = null;
  await findMain()();
}

boot().catch((error) => {
  console.log('error on boot.js', error);
  process.exit(1);
});
