'use strict';

// A preload, put before the module's own: kills the server right before or after a certain write.
// REGISTRAR_TEST_KILL is `before:3` or `after:3`; writes are counted from the moment on at which
// the file REGISTRAR_TEST_ARMED exists. What a write is, the module's own list says. Every write
// since then is noted in that file, so that a test can tell how far the flow came.

const fs = require('fs');
const port = require('../../../js-shim/port');

const [side, number] = (process.env.REGISTRAR_TEST_KILL || ':0').split(':');
const armedFile = process.env.REGISTRAR_TEST_ARMED;
const { createPort } = port;
let count = 0;

function die() {
  process.kill(process.pid, 'SIGKILL');
  // The signal is on its way; nothing may happen until it has come.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

/** @param {string} name @param {Function} write */
function killing(name, write) {
  return (argument) => {
    if (!fs.existsSync(armedFile)) return write(argument);
    count += 1;
    const due = count === Number(number);
    const what = argument && argument.id ? `${name} ${argument.id}` : name;
    fs.appendFileSync(armedFile, `${what}\n`);
    if (due && side === 'before') die();
    const done = write(argument);
    return due && side === 'after' ? Promise.resolve(done).then(die) : done;
  };
}

port.createPort = (...args) => {
  const made = createPort(...args);
  for (const name of port.WRITES) made[name] = killing(name, made[name]);
  return made;
};
