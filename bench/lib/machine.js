'use strict';

const os = require('node:os');

/** @returns {object} where and when was measured, for the report */
function describeMachine() {
  const [processor] = os.cpus();
  return {
    date: new Date().toISOString().slice(0, 16).replace('T', ' '),
    processors: `${os.cpus().length} × ${processor ? processor.model.trim() : 'unknown'}`,
    memory: `${Math.round(os.totalmem() / 2 ** 30)} GiB`,
    system: `${os.type()} ${os.release()}`,
    'load at the start': os.loadavg().map((load) => load.toFixed(2)).join(', '),
  };
}

module.exports = { describeMachine };
