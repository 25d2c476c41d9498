'use strict';

// A preload that loads the module in place of `js-shim/register.js` and tells on standard error how
// long it held up the server's start: its own loading, and taking over the application's files.

const path = require('path');

const SHIM = path.join(__dirname, '..', '..', 'js-shim');
const now = () => Number(process.hrtime.bigint()) / 1e6;

const intercept = require(path.join(SHIM, 'intercept.js'));
const { interceptApplication } = intercept;
let loading = 0;
intercept.interceptApplication = (onApplication) => interceptApplication((tree) => {
  const started = now();
  onApplication(tree);
  const takingOver = now() - started;
  console.error(`START ${JSON.stringify({ loading, takingOver })}`);
});

const started = now();
require(path.join(SHIM, 'register.js'));
loading = now() - started;
