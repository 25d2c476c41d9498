'use strict';
/* global Npm */

const { WebApp } = require('meteor/webapp');
const { clientError } = require('./errors');
const { CurrentInvocation, MethodInvocation, invoke } = require('./methods');
const { Session } = require('./session');

const { WebSocketServer } = Npm.require('ws');

const sockets = new WebSocketServer({ noServer: true });

WebApp.httpServer.on('upgrade', (request, socket, head) => {
  if (request.url.split('?')[0] !== '/websocket') {
    socket.destroy();
    return;
  }
  sockets.handleUpgrade(request, socket, head, (webSocket) => {
    new Session(webSocket, request.socket.remoteAddress);
  });
});

const DDP = {
  _CurrentMethodInvocation: CurrentInvocation, _CurrentInvocation: CurrentInvocation,
};

module.exports = { DDP, DDPCommon: { MethodInvocation }, DDPServer: { invoke, clientError } };
