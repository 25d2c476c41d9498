'use strict';

const { EventEmitter } = require('node:events');

const KEEP = 10000;
const HIDDEN = '<hidden>';
const SECRET_FIELDS = new Set([
  'client_secret', 'code', 'token', 'access_token', 'refresh_token', 'authorization', 'license',
  'statsToken', 'device_code',
]);

/** @param {unknown} value @returns {unknown} a copy in which secrets are replaced */
function withoutSecrets(value) {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (!value || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => (
    [key, SECRET_FIELDS.has(key) ? HIDDEN : withoutSecrets(inner)]
  )));
}

/** @param {object} wanted call, method, path (RegExp) @returns {(entry: object) => boolean} */
function entryFilter({ call, method, path }) {
  const pattern = path && new RegExp(path);
  return (entry) => (!call || entry.call === call) && (!method || entry.method === method)
    && (!pattern || pattern.test(entry.path));
}

/**
 * What came in, in order of arrival. Entries are complete in this process; outside of it,
 * `describe()` hides secrets. Emits `request` when one was read and `answered` when its fate is
 * known.
 */
class RequestLog extends EventEmitter {
  constructor() {
    super();
    this.setMaxListeners(0);
    this.entries = [];
    this.nextId = 1;
  }

  /** @param {object} facts @returns {object} the entry */
  add(facts) {
    const entry = {
      id: this.nextId, time: new Date().toISOString(),
      status: null, answer: null, faults: [], bytesSent: 0, ...facts,
    };
    this.nextId += 1;
    this.entries.push(entry);
    if (this.entries.length > KEEP) this.entries.shift();
    this.emit('request', entry);
    return entry;
  }

  clear() {
    this.entries.length = 0;
  }

  /**
   * @param {object} wanted call, method, path
   * @param {number} count how many of them
   * @param {number} timeoutMs
   * @returns {Promise<object>} the entry that makes the count full, now or later
   */
  waitFor(wanted, count, timeoutMs) {
    const isWanted = entryFilter(wanted);
    const found = () => this.entries.filter(isWanted)[count - 1];
    if (found()) return Promise.resolve(found());
    return new Promise((resolve, reject) => {
      const finish = (act, value) => {
        clearTimeout(timer);
        this.off('request', look);
        act(value);
      };
      const look = () => found() && finish(resolve, found());
      const timer = setTimeout(() => {
        const text = JSON.stringify(wanted);
        finish(reject, new Error(`No request ${count} of ${text} came within ${timeoutMs} ms.`));
      }, timeoutMs);
      this.on('request', look);
    });
  }

  /** @param {object} [wanted] call, method, path @returns {object[]} entries without secrets */
  describe(wanted = {}) {
    return this.entries.filter(entryFilter(wanted)).map((entry) => {
      const { answer, ...shown } = entry;
      return withoutSecrets(shown);
    });
  }
}

module.exports = { RequestLog, withoutSecrets };
