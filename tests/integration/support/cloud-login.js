'use strict';

const fs = require('node:fs');
const https = require('node:https');

/**
 * What a browser does that is sent to the cloud's login page and agrees there.
 * @param {object} cloud @param {string} url
 * @returns {Promise<{code: string, state: string}>} what it brings back
 */
function logInAtCloud(cloud, url) {
  return new Promise((resolve, reject) => {
    https.get(url, { ca: fs.readFileSync(cloud.caFile), agent: false }, (response) => {
      response.resume();
      const { searchParams } = new URL(response.headers.location);
      resolve({ code: searchParams.get('code'), state: searchParams.get('state') });
    }).once('error', reject);
  });
}

module.exports = { logInAtCloud };
