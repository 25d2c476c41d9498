'use strict';

const { setTimeout: sleep } = require('node:timers/promises');

const PAUSE_MS = 25;

/** Factor for servers that run on an emulated processor. */
const PATIENCE = Number(process.env.REGISTRAR_TEST_PATIENCE || 1);

/**
 * Asks again and again until the answer is truthy.
 * @template T
 * @param {() => T | Promise<T>} ask
 * @param {{what?: string, limitMs?: number}} [options] `what` was waited for, for the error
 * @returns {Promise<T>}
 */
async function eventually(ask, { what = 'what was waited for', limitMs = 20000 } = {}) {
  const end = Date.now() + limitMs * PATIENCE;
  let last;
  for (;;) {
    last = await ask();
    if (last) return last;
    if (Date.now() > end) {
      throw new Error(`${what} did not come within ${limitMs * PATIENCE} ms (last: ${JSON.stringify(last)})`);
    }
    await sleep(PAUSE_MS);
  }
}

module.exports = { eventually, sleep };
