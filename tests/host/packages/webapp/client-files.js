'use strict';
/* global Npm, __meteor_bootstrap__ */

const fs = Npm.require('fs');
const path = Npm.require('path');

const TYPES = { '.js': 'text/javascript', '.css': 'text/css' };

/**
 * Answers what no handler wanted, as the real server does: the client's own files, the page for
 * every other address, 405 for what is not a read.
 */
function serveClient(request, response) {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { Allow: 'OPTIONS, GET, HEAD' });
    response.end();
    return;
  }
  const name = path.basename(request.url.split('?')[0]);
  const folder = path.join(__meteor_bootstrap__.serverDir, '..', 'web.browser');
  const type = TYPES[path.extname(name)];
  const file = path.join(folder, name);
  const found = type && fs.existsSync(file);
  const contentType = found ? type : 'text/html';
  response.writeHead(200, { 'Content-Type': `${contentType}; charset=utf-8` });
  fs.createReadStream(found ? file : path.join(folder, 'index.html')).pipe(response);
}

module.exports = { serveClient };
