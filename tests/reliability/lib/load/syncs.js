'use strict';

// Runs in a process of its own, with --expose-gc: so many syncs one after the other with the addon
// of this Node release, a port in memory and the cloud of the address given. Prints a line of JSON
// now and then: how far it is, memory after garbage collection, open descriptors.
//   node --expose-gc syncs.js ADDON CLOUD CA COUNT STEPS

const fs = require('node:fs');
const tls = require('node:tls');

const { memoryPort } = require('../../../binding/port');

const [addon, cloud, caFile, count, steps] = process.argv.slice(2);
const { Registrar } = require(addon);

const PORT_SETTINGS = {
  uniqueID: 'unique',
  Site_Url: 'http://localhost:3000',
  Cloud_Url: cloud,
  Cloud_Workspace_Id: 'workspace',
  Cloud_Workspace_Client_Id: 'client',
  Cloud_Workspace_Client_Secret: 'secret',
  Cloud_Workspace_Registration_Client_Uri: `${cloud}/api/oauth/clients/client`,
};

function tell(done) {
  global.gc();
  const { rss, heapUsed, external } = process.memoryUsage();
  const descriptors = fs.readdirSync('/proc/self/fd').length;
  console.log(JSON.stringify({ done, rss, heapUsed, external, descriptors }));
}

async function main() {
  const registrar = new Registrar(memoryPort(PORT_SETTINGS), {
    serverVersion: '8.6.1',
    releasesUrl: `${cloud}/v2/server/supportedVersions`,
    net: { rootCertificates: tls.rootCertificates.join('\n'), extraCaFiles: [caFile] },
  });
  // The module's own handles do not keep a process alive.
  const alive = setInterval(() => {}, 1000);
  await registrar.start();
  const step = Number(count) / Number(steps);
  for (let done = 1; done <= Number(count); done += 1) {
    await registrar.sync({});
    if (done % step === 0) tell(done);
  }
  registrar.close();
  clearInterval(alive);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
