'use strict';

// A preload that loads the module in place of `js-shim/register.js` and tells on standard error how
// long it has held up the server's start so far: its own loading, taking over the application's
// files, and loading what it needs later; and which files it has loaded.

const Module = require('module');
const path = require('path');

const SHIM = path.join(__dirname, '..', '..', 'js-shim');
const isLoaded = (file) => file.startsWith(SHIM) || file.endsWith('.node');
const now = () => Number(process.hrtime.bigint()) / 1e6;

const times = { loading: 0, takingOver: 0, later: 0 };
let part = 'loading';
let depth = 0;

function tell() {
  const files = Object.keys(require.cache).filter(isLoaded);
  console.error(`START ${JSON.stringify({ ...times, files })}`);
}

/** @param {() => any} work whose milliseconds count for the part that is under way */
function timed(work) {
  const started = now();
  depth += 1;
  try {
    return work();
  } finally {
    depth -= 1;
    if (depth === 0) {
      times[part] += now() - started;
      if (part !== 'loading') tell();
    }
  }
}

const { require: plainRequire } = Module.prototype;
Module.prototype.require = function timedRequire(id) {
  const isOurs = this.filename && this.filename.startsWith(SHIM + path.sep);
  return isOurs ? timed(() => plainRequire.call(this, id)) : plainRequire.call(this, id);
};

const intercept = require(path.join(SHIM, 'intercept.js'));
const { interceptApplication } = intercept;
intercept.interceptApplication = (onApplication) => interceptApplication((tree) => {
  part = 'takingOver';
  timed(() => onApplication(tree));
  part = 'later';
});

timed(() => require(path.join(SHIM, 'register.js')));
