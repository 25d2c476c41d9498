'use strict';

// A preload of the servers that are measured, with and without the module: listens on the socket
// that BENCH_PROBE names and answers one command a line. It runs on every Node release of a server.

const { addonFile, commands } = require('./probe-commands');

const socketPath = process.env.BENCH_PROBE;

/** @param {import('net').Socket} socket @param {string} line */
async function answer(socket, line) {
  const { id, command, options } = JSON.parse(line);
  let outcome;
  try {
    outcome = { value: await commands[command](options || {}) };
  } catch (error) {
    outcome = { error: String(error && error.stack) };
  }
  socket.write(`${JSON.stringify({ id, ...outcome })}\n`);
}

function listen() {
  const net = require('net');
  const readline = require('readline');
  const server = net.createServer((socket) => {
    socket.on('error', () => {});
    readline.createInterface({ input: socket }).on('line', (line) => answer(socket, line));
  });
  server.listen(socketPath);
  server.unref();
}

/** @param {object} port @returns {object} a port whose calls are counted by name */
function counted(port) {
  return Object.fromEntries(Object.entries(port).map(([name, work]) => [name, (argument) => {
    commands.count(name);
    return work(argument);
  }]));
}

/** Keeps hold of the native object, which no code of the server can reach. */
function catchRegistrar() {
  const addon = require(addonFile);
  const { loadAddon } = addon;
  addon.loadAddon = () => {
    const { Registrar } = loadAddon();
    return {
      Registrar: class extends Registrar {
        constructor(port, config) {
          super(counted(port), config);
          commands.hold({ registrar: this });
        }
      },
    };
  };
}

// Nothing of this is for the other processes that inherit the environment.
if (socketPath && /main\.js$/.test(process.argv[1] || '')) {
  const { intercept } = require('../../tests/host/fixtures/intercept');
  catchRegistrar();
  intercept({ onStartup: (rootRequire) => commands.hold({ rootRequire }) });
  listen();
}
