'use strict';

const { EJSON } = require('meteor/ejson');
const { Random } = require('meteor/random');
const { clientError } = require('./errors');
const { MethodInvocation, invoke } = require('./methods');

const VERSIONS = ['1', 'pre2', 'pre1'];

const inEnvironment = Promise.asyncApply
  ? (run) => Promise.asyncApply(run)
  : (run) => new Promise((resolve) => resolve(run()));

/** One client's connection. Its methods run one after the other, unless one calls `unblock`. */
class Session {
  constructor(socket, address) {
    this.socket = socket;
    this.id = Random.id();
    this.userId = null;
    this.turn = Promise.resolve();
    this.connection = {
      id: this.id, clientAddress: address, httpHeaders: {}, close: () => socket.close(),
    };
    this.send({ server_id: '0' });
    socket.on('message', (data) => this.receive(String(data)));
    socket.on('error', () => socket.terminate());
  }

  send(message) {
    if (this.socket.readyState === this.socket.OPEN) {
      this.socket.send(EJSON.stringify(message));
    }
  }

  receive(text) {
    let message;
    try {
      message = EJSON.parse(text);
    } catch (error) {
      this.send({ msg: 'error', reason: 'Parse error' });
      return;
    }
    const handle = { connect: 'connect', ping: 'ping', pong: 'pong', method: 'method',
      sub: 'subscribe', unsub: 'unsubscribe' }[message && message.msg];
    if (!handle) {
      this.send({ msg: 'error', reason: 'Bad request', offendingMessage: message });
      return;
    }
    this[handle](message);
  }

  connect({ version }) {
    if (!VERSIONS.includes(version)) {
      this.send({ msg: 'failed', version: VERSIONS[0] });
      this.socket.close();
      return;
    }
    this.send({ msg: 'connected', session: this.id });
  }

  ping({ id }) {
    this.send(id === undefined ? { msg: 'pong' } : { msg: 'pong', id });
  }

  pong() {}

  subscribe({ id, name }) {
    if (!/^(stream-|meteor\.|meteor_)/.test(name)) {
      const error = { isClientSafe: true, error: 404, reason: `Subscription '${name}' not found`,
        message: `Subscription '${name}' not found [404]`, errorType: 'Meteor.Error' };
      this.send({ msg: 'nosub', id, error });
      return;
    }
    this.send({ msg: 'ready', subs: [id] });
  }

  unsubscribe({ id }) {
    this.send({ msg: 'nosub', id });
  }

  method(message) {
    this.turn = this.turn.then(() => new Promise((unblock) => {
      this.run(message, unblock).then(unblock);
    }));
  }

  /** Answers one method call; never rejects. */
  run({ id, method, params = [] }, unblock) {
    const invocation = new MethodInvocation({
      userId: this.userId,
      connection: this.connection,
      unblock,
      setUserId: (userId) => {
        this.userId = userId;
      },
    });
    return inEnvironment(() => invoke(method, params, invocation)).then(
      (result) => this.send({ msg: 'result', id, result }),
      (error) => this.send({ msg: 'result', id, error: clientError(error, method) }),
    ).then(() => this.send({ msg: 'updated', methods: [id] }));
  }
}

module.exports = { Session };
