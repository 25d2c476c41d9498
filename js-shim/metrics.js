'use strict';

// The module's measurements, as families of samples: from what the native module counted
// (Metrics::ToJson) and from its status. Names follow the conventions of Prometheus: base units,
// counters end in _total.

const DAY_SECONDS = 86400;
const STATES = ['unregistered', 'intent', 'registered', 'disconnected', 'forgotten', 'offline'];

/**
 * One measurement of one family, in the words of the OpenMetrics text format.
 *
 * @typedef {{suffix: string, labels: Object<string, string>, value: number}} Sample
 * @typedef {'counter'|'gauge'|'histogram'} Kind
 * @typedef {{name: string, help: string, type: Kind, samples: Sample[]}} Family
 */

/** @param {number} value @param {Object<string, string>} [labels] @param {string} [suffix] */
const sample = (value, labels = {}, suffix = '') => ({ suffix, labels, value });

/**
 * @param {any} value
 * @param {(value: any) => number} [number]
 * @returns {Sample[]} none if there is no value
 */
const optional = (value, number = Number) => (
  value === undefined || value === null ? [] : [sample(number(value))]);

// Metrics::kBoundsMs in module/base/metrics.h, in seconds.
const BOUNDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

/**
 * Sorts out what the native module counted, by the words of its names.
 *
 * @param {Object<string, number>} counted Metrics::ToJson of module/base/metrics.h, and `busy`
 */
function sortedOut(counted) {
  /** @type {any} */
  const counters = {
    requests: [],
    calls: {},
    syncs: [],
    hits: 0,
    misses: 0,
    busySeconds: (counted.busy || 0) / 1e9,
  };
  const callOf = (/** @type {string} */ call) => {
    counters.calls[call] = counters.calls[call]
      || { call, buckets: new Array(BOUNDS.length + 1).fill(0) };
    return counters.calls[call];
  };
  const take = /** @type {Object<string, (count: number, a: string, b: string) => any>} */ ({
    request: (count, call, code) => counters.requests.push({ call, code, count }),
    sync: (count, code) => counters.syncs.push({ code, count }),
    token: (count, what) => { counters[what === 'hit' ? 'hits' : 'misses'] = count; },
    bucket: (count, call, at) => { callOf(call).buckets[Number(at)] = count; },
    sent: (count, call) => { callOf(call).sent = count; },
    received: (count, call) => { callOf(call).received = count; },
    ms: (count, call) => { callOf(call).seconds = count / 1000; },
  });
  for (const [name, count] of Object.entries(counted)) {
    const [kind, first, second] = name.split('/');
    if (take[kind]) take[kind](count, first, second);
  }
  return counters;
}

/** @param {number} days */
const secondsOf = (days) => days * DAY_SECONDS;

/**
 * @param {Object<string, number>} counted by the native module
 * @param {any} status of the native module
 * @param {number} now milliseconds since 1970
 * @returns {Family[]}
 */
function families(counted, status, now) {
  const counters = sortedOut(counted);
  return [...gauges(status, now), ...counts(counters), ...calls(counters)];
}

/** @param {any} status @param {number} now @returns {Family[]} */
function gauges(status, now) {
  const secondsTo = (/** @type {string} */ iso) => (Date.parse(iso) - now) / 1000;
  const { lastSync, nextSync } = status;
  const goodSync = status.lastGoodSync || (lastSync && lastSync.ok ? lastSync.at : undefined);
  return [
    family('registrar_state', 'gauge', 'State of the workspace: 1 for the one it is in',
      STATES.map((state) => sample(state === status.state ? 1 : 0, { state }))),
    family('registrar_last_sync_success', 'gauge', 'Whether the last sync went well',
      optional(lastSync, ({ ok }) => (ok ? 1 : 0))),
    family('registrar_since_good_sync_seconds', 'gauge', 'Time since the last sync that went well',
      optional(goodSync, (iso) => Math.max(0, -secondsTo(iso)))),
    family('registrar_next_sync_seconds', 'gauge',
      'Time to the next attempt to reach the cloud, negative when it is overdue',
      optional(nextSync, secondsTo)),
    family('registrar_lease_held', 'gauge',
      'Whether this instance is the one that talks to the cloud',
      optional(status.lease, ({ mine }) => (mine ? 1 : 0))),
    family('registrar_support_window_seconds', 'gauge', 'Time until the release is out of support',
      optional(status.supportWindow && status.supportWindow.daysLeft, secondsOf)),
    family('registrar_read_only_seconds', 'gauge', 'Time until the workspace becomes read-only',
      optional(status.readOnly && status.readOnly.daysLeft, secondsOf)),
  ];
}

/** @param {any} counters @returns {Family[]} */
function counts(counters) {
  return [
    family('registrar_syncs', 'counter',
      'Syncs that have ended, by code: "ok" or that of the error',
      counters.syncs.map((/** @type {any} */ { code, count }) => (
        sample(count, { code }, '_total')))),
    family('registrar_cloud_requests', 'counter', 'Requests to the cloud, by call and code',
      counters.requests.map((/** @type {any} */ { call, code, count }) => (
        sample(count, { call, code }, '_total')))),
    family('registrar_token_cache_hits', 'counter', 'Access tokens that were at hand',
      [sample(counters.hits, {}, '_total')]),
    family('registrar_token_cache_misses', 'counter', 'Access tokens that the cloud was asked for',
      [sample(counters.misses, {}, '_total')]),
    family('registrar_event_loop_seconds', 'counter',
      'Time for which the module has kept the server\'s thread busy',
      [sample(counters.busySeconds, {}, '_total')]),
  ];
}

/** @param {any} counters @returns {Family[]} what is told by call */
function calls(counters) {
  /** @type {any[]} */
  const list = Object.values(counters.calls);
  const bytes = (/** @type {string} */ field) => list.map((one) => (
    sample(one[field], { call: one.call }, '_total')));
  return [
    family('registrar_cloud_request_body_bytes', 'counter', 'Bytes sent to the cloud in bodies',
      bytes('sent')),
    family('registrar_cloud_response_body_bytes', 'counter', 'Bytes that came in bodies of answers',
      bytes('received')),
    family('registrar_cloud_request_duration_seconds', 'histogram',
      'How long requests to the cloud took',
      list.flatMap(histogram)),
  ];
}

/** @param {any} call @returns {Sample[]} with buckets that add up */
function histogram({ call, buckets, seconds }) {
  let sum = 0;
  const samples = buckets.map((/** @type {number} */ count, /** @type {number} */ at) => {
    sum += count;
    const le = at < BOUNDS.length ? floatText(BOUNDS[at]) : '+Inf';
    return sample(sum, { call, le }, '_bucket');
  });
  return [...samples, sample(seconds, { call }, '_sum'), sample(sum, { call }, '_count')];
}

/**
 * @param {string} name @param {Kind} type @param {string} help @param {Sample[]} samples
 * @returns {Family}
 */
function family(name, type, help, samples) {
  return {
    name, help, type, samples,
  };
}

/** @param {number} value @returns {string} as OpenMetrics wants the bounds of buckets: 1.0, 0.01 */
const floatText = (value) => (Number.isInteger(value) ? value.toFixed(1) : String(value));

/** @param {string} text */
const escaped = (text) => text.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n');

/** @param {string} name @param {Sample} one @returns {string} */
function line(name, { suffix, labels, value }) {
  const list = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
  return `${name}${suffix}${list.length > 0 ? `{${list.join(',')}}` : ''} ${value}`;
}

/**
 * @param {Family[]} list
 * @param {object} [options]
 * @param {boolean} [options.classic] the older text format of Prometheus instead of OpenMetrics: a
 *     counter's family carries the name with _total there
 * @returns {string}
 */
function metricsText(list, { classic = false } = {}) {
  const lines = [];
  for (const one of list.filter(({ samples }) => samples.length > 0)) {
    const name = classic && one.type === 'counter' ? `${one.name}_total` : one.name;
    lines.push(`# HELP ${name} ${one.help}`, `# TYPE ${name} ${one.type}`);
    lines.push(...one.samples.map((each) => line(one.name, each)));
  }
  return `${[...lines, ...(classic ? [] : ['# EOF'])].join('\n')}\n`;
}

/**
 * The same for an exposition that the server puts its own measurements into (prom-client 14).
 *
 * @param {Family} one
 * @returns {{name: string, help: string, type: string, aggregator: string, values: object[]}}
 */
function promClientMetric(one) {
  const name = one.type === 'counter' ? `${one.name}_total` : one.name;
  return {
    name,
    help: one.help,
    type: one.type,
    aggregator: 'sum',
    values: one.samples.map(({ suffix, labels, value }) => ({
      value, labels, metricName: `${one.name}${suffix}`,
    })),
  };
}

/**
 * @param {import('./context').ModuleContext} context
 * @returns {Promise<Family[]>}
 */
function readMetrics(context) {
  const registrar = context.registrar();
  return Promise.all([registrar.metrics({}), registrar.status({})])
    .then(([counters, status]) => families(counters, status, Date.now()));
}

/**
 * Puts the measurements into the server's own registry, so that they come out where the server's
 * do. A registry takes whatever has a name and can be read, so the families are read once for each
 * scrape and nothing is counted twice.
 *
 * @param {any} client the package prom-client of the server
 * @param {import('./context').ModuleContext} context
 */
function addToRegistry(client, context) {
  const names = families({}, {}, 0);
  /** @type {Promise<Family[]> | undefined} */
  let reading;
  const readOnce = () => {
    reading = reading || readMetrics(context).catch(() => []).then((list) => {
      // The next scrape reads anew.
      setImmediate(() => { reading = undefined; });
      return list;
    });
    return reading;
  };
  for (const empty of names) {
    const { name } = promClientMetric(empty);
    if (!client.register.getSingleMetric(name)) {
      client.register.registerMetric({
        name,
        get: () => readOnce().then((list) => promClientMetric(
          list.find((one) => one.name === empty.name) || { ...empty, samples: [] },
        )),
        reset() {},
      });
    }
  }
}

module.exports = {
  BOUNDS, addToRegistry, families, metricsText, readMetrics,
};
