'use strict';

const http = require('http');

/**
 * A cloud that knows just enough for the server's own client. Ends with the test.
 *
 * @returns {Promise<object>} `url`, the paths that were `asked`, and what to answer with
 */
async function startCloud(t) {
  const cloud = {
    asked: [], license: 'TESTLICENSE.e30', known: true, refusesClients: false, comms: {}, news: {},
  };
  const server = http.createServer((request, response) => {
    const path = request.url.split('?')[0];
    cloud.asked.push(path);
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk)).on('end', () => {
      const form = new URLSearchParams(Buffer.concat(chunks).toString());
      const [code, body] = answer(cloud, path, form);
      response.writeHead(code, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(body));
    });
  });
  await new Promise((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  cloud.url = `http://127.0.0.1:${server.address().port}`;
  return cloud;
}

function answer(cloud, path, form) {
  const registration = {
    workspaceId: 'w', client_name: 'n', client_id: 'id', client_secret: 'secret',
    client_secret_expires_at: 0, publicKey: 'key', registration_client_uri: `${cloud.url}/client0`,
    licenseData: { license: cloud.license },
  };
  const answers = {
    '/api/oauth/clients': cloud.refusesClients
      ? [401, { error: 'invalid_token' }] : [201, registration],
    '/api/oauth/revoke': [200, {}],
    '/api/oauth/token': cloud.known
      ? [200, { access_token: 't', expires_in: 3600, scope: form.get('scope') }]
      : [401, { error: 'oauth_invalid_client_credentials' }],
    '/api/v3/comms/workspace': [200, cloud.comms],
    '/client0/sync': [200, { workspaceId: 'w', license: cloud.license }],
    '/client0/client': [200, { workspaceId: 'w', ...cloud.news }],
    '/client0/license': [200, { license: cloud.license, updatedAt: new Date() }],
    '/versions': [200, { timestamp: '2025-01-01', signed: 'signed-by-cloud', versions: [
      { version: '99.1.0', infoUrl: 'https://localhost/99.1.0' },
      { version: '99.0.0', infoUrl: 'https://localhost/99.0.0' },
    ] }],
  };
  return answers[path] || [404, { error: 'not_found' }];
}

/** The server's environment that leads to this cloud. */
const environment = (cloud, more) => ({
  OVERWRITE_SETTING_Cloud_Url: cloud.url,
  OVERWRITE_INTERNAL_RELEASE_URL: `${cloud.url}/versions`,
  OVERWRITE_SETTING_API_Enable_Rate_Limiter: 'false',
  ...more,
});

module.exports = { environment, startCloud };
