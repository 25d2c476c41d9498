'use strict';

const Fiber = require('fibers');
const { defineBootGlobals, loadFile, findMain } = require('./boot-utils');

function boot() {
  for (const entry of defineBootGlobals()) {
    loadFile(entry);
  }
  // A hook that throws or rejects ends this promise and nobody looks at it: the process stays, it
  // never listens and says nothing. Release 6 does just that.
  Promise.asyncApply(() => {
    const hooks = __meteor_bootstrap__.startupHooks;
    while (hooks.length > 0) {
      Promise.await(hooks.shift()());
    }
    __meteor_bootstrap__.startupHooks = null;
    Promise.await(findMain()());
  }).catch(() => {});
}

Fiber(boot).run();
