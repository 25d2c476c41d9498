'use strict';

const https = require('node:https');

const { DEFAULT_DIR, openCertificates } = require('../../../cloud/certificates');

const LONG = '2099-01-01T00:00:00.000Z';

/** What a cloud answers, made once: it must not be what is measured. */
const ANSWERS = Object.fromEntries(Object.entries({
  token: {
    access_token: 'access-token', expires_in: 3600, scope: '', token_type: 'Bearer',
  },
  comms: { announcements: { create: [], delete: [] }, nps: null },
  sync: { workspaceId: 'workspace', license: 'license', cloudSyncAnnouncement: null },
  supportedVersions: {
    timestamp: '2026-01-01T00:00:00.000Z',
    versions: [{ version: '8.6.1', expiration: LONG, security: false, infoUrl: 'https://example.com' }],
    signed: 'signed',
  },
}).map(([call, answer]) => [call, Buffer.from(JSON.stringify(answer))]));

/** @param {string} url @returns {string} the call that it belongs to */
function callOf(url) {
  if (url.startsWith('/api/oauth/token')) return 'token';
  if (url.startsWith('/api/v3/comms')) return 'comms';
  return url.startsWith('/v2/server/') ? 'supportedVersions' : 'sync';
}

/**
 * A cloud that only counts, over TLS on this machine.
 * @returns {Promise<{url: string, caFile: string, counts: Record<string, number>,
 *   connections: () => number, close: () => void}>}
 */
async function startFastCloud() {
  const certificates = await openCertificates(DEFAULT_DIR);
  const counts = { token: 0, comms: 0, sync: 0, supportedVersions: 0 };
  let connections = 0;
  const server = https.createServer(certificates.get('good'), (req, res) => {
    const call = callOf(req.url || '');
    counts[call] += 1;
    req.resume();
    req.on('end', () => {
      res.writeHead(200, {
        'Content-Type': 'application/json', 'Content-Length': ANSWERS[call].length,
      });
      res.end(ANSWERS[call]);
    });
  });
  server.on('secureConnection', () => { connections += 1; });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', () => resolve(undefined)); });
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `https://localhost:${address.port}`,
    caFile: certificates.caFile,
    counts,
    connections: () => connections,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

module.exports = { startFastCloud };
