'use strict';

const { parseArgs } = require('node:util');

const { startCloud } = require('./index');

const USAGE = `Usage: npm run cloud -- [options]
  --port N      port of the cloud (default 8443)
  --control N   port of the console and the control calls (default: port + 1)
  --tls DIR     folder of the certificates, made at first start
  --data FILE   keeps workspaces and tokens over a restart
  --latency MS  pause before each answer
`;

const OPTIONS = {
  port: { type: 'string', default: '8443' },
  control: { type: 'string' },
  tls: { type: 'string' },
  data: { type: 'string' },
  latency: { type: 'string', default: '0' },
  help: { type: 'boolean' },
};

/** @param {string} name @param {string} text @returns {number} */
function readNumber(name, text) {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 65535) {
    throw new Error(`--${name} ${text} is not a number that can be used here.`);
  }
  return value;
}

async function main() {
  const { values } = parseArgs({ options: OPTIONS });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const port = readNumber('port', values.port);
  const control = values.control ? readNumber('control', values.control) : port && port + 1;
  const cloud = await startCloud({
    port,
    controlPort: control,
    latencyMs: readNumber('latency', values.latency),
    ...(values.tls && { tlsDir: values.tls }),
    ...(values.data && { dataFile: values.data }),
  });
  process.stdout.write(
    `CLOUD RUNNING ${cloud.url} ca=${cloud.caFile} console=${cloud.controlUrl}\n`,
  );
  const stop = () => cloud.close().then(() => process.exit(0));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
