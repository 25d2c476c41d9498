'use strict';

const { spawn } = require('child_process');
const { serverCommand } = require('./launch');

const USAGE = `Usage: npm run host -- --release NAME --port N (--data DIR | --mongo URL) [--plain]
  --release  shape of Rocket.Chat 5.2, 6.4, 6 (6.13), 7 (7.2) or 8 (8.6)
  --port     port on 127.0.0.1 (default 3000)
  --data     folder of an embedded database; made when missing
  --mongo    database in a server that speaks MongoDB's protocol: mongodb://127.0.0.1:PORT/NAME
  --plain    without NODE_OPTIONS: the server's own cloud client`;

/**
 * @param {string[]} args
 * @returns {{release: string, port: number, dataDir?: string, mongo?: string, plain: boolean}}
 */
function parseArguments(args) {
  const options = { port: 3000, plain: false };
  const names = {
    '--release': 'release', '--port': 'port', '--data': 'dataDir', '--mongo': 'mongo',
  };
  for (let i = 0; i < args.length; i++) {
    if (args[i] === '--plain') {
      options.plain = true;
    } else if (names[args[i]] && args[i + 1] !== undefined) {
      options[names[args[i]]] = args[++i];
    } else {
      throw new Error(`${args[i]} is not understood.`);
    }
  }
  options.port = Number(options.port);
  if (!options.release || !(options.dataDir || options.mongo)) {
    throw new Error('--release and --data or --mongo are needed.');
  }
  if (options.dataDir && options.mongo) {
    throw new Error('--data and --mongo name two databases; give one.');
  }
  if (!Number.isInteger(options.port) || options.port < 1 || options.port > 65535) {
    throw new Error('--port must be a number from 1 to 65535.');
  }
  return options;
}

function run() {
  let server;
  try {
    server = serverCommand(parseArguments(process.argv.slice(2)));
  } catch (error) {
    console.error(`${error.message}\n${USAGE}`);
    process.exit(2);
  }
  const child = spawn(server.command, server.args, { env: server.env, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal));
  }
  child.on('error', (error) => {
    console.error(`The server cannot be started: ${error.message}. Run npm ci first.`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => {
    if (signal) {
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    } else {
      process.exit(code);
    }
  });
}

run();
