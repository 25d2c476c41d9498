'use strict';

const COLOURS = { green: 32, red: 31, grey: 90, bold: 1 };

/** Lines of a story with the time since its start; colours only where a person looks. */
class Terminal {
  /** @param {NodeJS.WriteStream} stream */
  constructor(stream) {
    this.stream = stream;
    this.colours = Boolean(stream.isTTY) && !process.env.NO_COLOR;
    this.started = Date.now();
  }

  /** @param {string} text @param {keyof COLOURS} colour */
  paint(text, colour) {
    return this.colours ? `\x1b[${COLOURS[colour]}m${text}\x1b[0m` : text;
  }

  /** @param {string} [text] */
  line(text = '') {
    this.stream.write(`${text}\n`);
  }

  /** @param {string} text */
  title(text) {
    this.line(this.paint(text, 'bold'));
  }

  /** @param {string} title @param {number} tookMs @param {string} [detail] */
  done(title, tookMs, detail) {
    this.step('ok', 'green', title, tookMs, detail);
  }

  /** @param {string} title @param {number} tookMs @param {string} detail */
  failed(title, tookMs, detail) {
    this.step('no', 'red', title, tookMs, detail);
  }

  step(mark, colour, title, tookMs, detail) {
    const at = ((Date.now() - this.started) / 1000).toFixed(2).padStart(6);
    const took = this.paint(`(${tookMs} ms)`, 'grey');
    this.line(`${at} s  ${this.paint(mark, colour)}  ${title} ${took}`);
    for (const row of (detail || '').split('\n').filter(Boolean)) {
      this.line(`              ${this.paint(row, 'grey')}`);
    }
  }
}

module.exports = { Terminal };
