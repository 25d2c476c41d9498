'use strict';
/* global Npm, __meteor_bootstrap__ */

const http = Npm.require('http');
const { serveClient } = require('./client-files');

const handlers = [];

/** Handlers run in a fiber on the release that has them. */
const inEnvironment = Promise.asyncApply
  ? (run) => Promise.asyncApply(run)
  : (run) => new Promise((resolve) => resolve(run()));

/** Hands a request from one handler to the next until one answers it. */
function dispatch(request, response, index = 0) {
  const path = request.url.split('?')[0];
  const next = () => dispatch(request, response, index + 1);
  if (index >= handlers.length) {
    serveClient(request, response);
    return;
  }
  const { prefix, handler } = handlers[index];
  if (path !== prefix && !path.startsWith(`${prefix}/`)) {
    next();
    return;
  }
  inEnvironment(() => handler(request, response, next)).catch((error) => {
    console.error('Exception in a request handler:', error);
    if (!response.headersSent) {
      response.statusCode = 500;
    }
    response.end();
  });
}

const WebApp = {
  httpServer: http.createServer((request, response) => dispatch(request, response)),
  connectHandlers: {
    /**
     * @param {string} prefix path, without a slash at its end
     * @param {function(http.IncomingMessage, http.ServerResponse, function())} handler
     */
    use: (prefix, handler) => handlers.push({ prefix, handler }),
  },
};
WebApp.handlers = WebApp.connectHandlers;

/** Runs last in the start: nothing listens before all startup hooks are done. */
function main() {
  return new Promise((resolve, reject) => {
    WebApp.httpServer.on('error', reject);
    WebApp.httpServer.listen(Number(process.env.PORT), process.env.BIND_IP, () => {
      const { port } = WebApp.httpServer.address();
      const { version } = __meteor_bootstrap__.configJson;
      console.log(`SERVER RUNNING http://127.0.0.1:${port} in the shape of Rocket.Chat ${version}`);
      resolve('DAEMON');
    });
  });
}

for (const signal of ['SIGTERM', 'SIGINT']) {
  process.on(signal, () => process.exit(0));
}

module.exports = { WebApp, main };
