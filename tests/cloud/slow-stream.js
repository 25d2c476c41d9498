'use strict';

const { Duplex } = require('node:stream');
const { setTimeout: sleep } = require('node:timers/promises');

/**
 * @param {import('node:stream').Writable} target
 * @param {Buffer} data @param {number} delayMs pause after each byte
 * @returns {Promise<number>} how many bytes were sent before the other side went away
 */
async function writeSlowly(target, data, delayMs) {
  for (let index = 0; index < data.length; index += 1) {
    if (target.destroyed) return index;
    target.write(data.subarray(index, index + 1));
    await sleep(delayMs);
  }
  return data.length;
}

/** A stream over a socket that sends byte by byte and receives at full speed. */
class SlowStream extends Duplex {
  /** @param {import('node:net').Socket} socket @param {number} delayMs */
  constructor(socket, delayMs) {
    super();
    this.socket = socket;
    this.delayMs = delayMs;
    socket.on('data', (chunk) => this.push(chunk));
    socket.on('end', () => this.push(null));
    socket.on('close', () => this.destroy());
  }

  _read() {
    this.socket.resume();
  }

  _write(chunk, encoding, done) {
    writeSlowly(this.socket, Buffer.from(chunk), this.delayMs).then(() => done(), done);
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
