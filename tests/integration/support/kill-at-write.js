'use strict';

// A preload, put before the module's own: it notes every write of the module in the file
// REGISTRAR_TEST_WRITES, one line each, and kills the server right before or after a certain one.
// What a write is, the module's own list says. REGISTRAR_TEST_KILL names it: `before:storeToken#1`
// is the first `storeToken` since a line `armed` was put into the file by the test, and
// `before:any#3` the third write of any kind.

const fs = require('fs');
const port = require('../../../js-shim/port');

const [, side, wanted, occurrence] = /^(before|after):(.+)#(\d+)$/
  .exec(process.env.REGISTRAR_TEST_KILL || '') || [];
const notes = process.env.REGISTRAR_TEST_WRITES;
const { createPort } = port;
let count = 0;

function die() {
  process.kill(process.pid, 'SIGKILL');
  // The signal is on its way; nothing may happen until it has come.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

const isArmed = () => fs.readFileSync(notes, 'utf8').includes('armed\n');

/** @param {string} name @param {Function} write */
function killing(name, write) {
  return (argument) => {
    const what = argument && argument.id ? `${name} ${argument.id}` : name;
    // Renewed by the clock and not by what a person does.
    if (what.endsWith(' lease')) return write(argument);
    fs.appendFileSync(notes, `${what}\n`);
    if (![what, 'any'].includes(wanted) || !isArmed()) return write(argument);
    count += 1;
    const due = count === Number(occurrence);
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
