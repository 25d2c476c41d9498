'use strict';

const { Duplex } = require('node:stream');
const { setTimeout: sleep } = require('node:timers/promises');

/**
 * @param {import('node:stream').Writable} target
 * @param {Buffer} data
 * @param {{delayMs?: number, bytes?: number}} pace pause after each so many bytes
 * @returns {Promise<number>} how many bytes were sent before the other side went away
 */
async function writeSlowly(target, data, { delayMs = 20, bytes = 1 }) {
  for (let start = 0; start < data.length; start += bytes) {
    if (target.destroyed) return start;
    target.write(data.subarray(start, start + bytes));
    await sleep(delayMs);
  }
  return data.length;
}

/** A stream over a socket that sends in small pieces and receives at full speed. */
class SlowStream extends Duplex {
  /** @param {import('node:net').Socket} socket @param {object} pace see writeSlowly */
  constructor(socket, pace) {
    super();
    this.socket = socket;
    this.pace = pace;
    socket.on('data', (chunk) => this.push(chunk));
    socket.on('end', () => this.push(null));
    socket.on('close', () => this.destroy());
  }

  _read() {
    this.socket.resume();
  }

  _write(chunk, encoding, done) {
    writeSlowly(this.socket, Buffer.from(chunk), this.pace).then(() => done(), done);
  }

  _final(done) {
    this.socket.end(done);
  }

  _destroy(error, done) {
    this.socket.destroy();
    done(error);
  }
}

module.exports = { SlowStream, writeSlowly };
