'use strict';

// What a probe does inside a server. Runs on Node 14 to 22.

const fs = require('fs');
const path = require('path');
const { PerformanceObserver, monitorEventLoopDelay, performance } = require('perf_hooks');
const tls = require('tls');
const v8 = require('v8');
const vm = require('vm');

const addonFile = path.join(__dirname, '..', '..', 'js-shim', 'addon.js');
const CLOUD = '/app/cloud/server/functions';
const SYNC_FILES = [`${CLOUD}/syncWorkspace/index.ts`, `${CLOUD}/syncWorkspace.ts`];
const TICKS = 1 << 18;

/** What the server's own code made reachable: `rootRequire`, `registrar`. */
const held = {};

/** @param {string} id @returns {Promise<object>} exports, also of a module with its own await */
async function load(id) {
  return held.rootRequire(id);
}

async function loadSync() {
  for (const id of SYNC_FILES) {
    try {
      return (await load(id)).syncWorkspace;
    } catch (error) {
      if (!/Cannot find module/.test(String(error))) throw error;
    }
  }
  throw new Error('This server has no file that syncs.');
}

let collect;

/**
 * Runs the garbage collector until nothing more is freed, and lets it give back what it keeps: V8
 * makes its space for new objects larger with any traffic, and holds on to pages that are free. How
 * far it has got with that is chance and no difference between two servers.
 */
async function collectGarbage() {
  if (!collect) {
    v8.setFlagsFromString('--expose_gc');
    collect = vm.runInNewContext('gc');
  }
  for (let round = 0; round < 4; round += 1) {
    collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** @returns {number} bytes that are this process's own, not pages of a file */
function anonymousBytes() {
  const text = fs.readFileSync('/proc/self/smaps_rollup', 'utf8');
  return Number(/^Anonymous:\s+(\d+) kB$/m.exec(text)[1]) * 1024;
}

const since = (from) => performance.now() - from;

/** Watches the event loop: Node's own histogram, and ticks that can be laid beside collections. */
class LoopWatch {
  constructor() {
    this.histogram = monitorEventLoopDelay({ resolution: 1 });
    this.ticks = new Float64Array(TICKS);
    this.count = 0;
    this.pauses = [];
    this.observer = new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) {
        this.pauses.push([startTime, duration]);
      }
    });
  }

  start() {
    this.observer.observe({ entryTypes: ['gc'] });
    this.histogram.enable();
    const tick = () => {
      if (this.count < TICKS) this.ticks[this.count] = performance.now();
      this.count += 1;
    };
    tick();
    this.timer = setInterval(tick, 1);
  }

  /** @returns {object} milliseconds of delay above the timer's own millisecond */
  async stop() {
    clearInterval(this.timer);
    this.histogram.disable();
    // Collections are told later than they happen.
    await new Promise((resolve) => setTimeout(resolve, 30));
    this.observer.disconnect();
    const late = (nanoseconds) => Math.max(0, nanoseconds / 1e6 - 1);
    return {
      p50: late(this.histogram.percentile(50)), p99: late(this.histogram.percentile(99)),
      max: late(this.histogram.max), ...this.withoutCollections(),
      collections: this.pauses.length,
    };
  }

  withoutCollections() {
    const gaps = [];
    let first = 0;
    for (let index = 1; index < Math.min(this.count, TICKS); index += 1) {
      const [from, to] = [this.ticks[index - 1], this.ticks[index]];
      while (first < this.pauses.length && this.pauses[first][0] + this.pauses[first][1] < from) {
        first += 1;
      }
      let paused = 0;
      for (let at = first; at < this.pauses.length && this.pauses[at][0] < to; at += 1) {
        const [start, duration] = this.pauses[at];
        paused += Math.max(0, Math.min(to, start + duration) - Math.max(from, start));
      }
      gaps.push(Math.max(0, to - from - paused - 1));
    }
    gaps.sort((a, b) => a - b);
    const at = (share) => gaps[Math.min(gaps.length - 1, Math.floor(gaps.length * share))] || 0;
    return { ownP50: at(0.5), ownP99: at(0.99), ownMax: at(1) };
  }
}

let watch;

/** @param {{host: string, port: number, ca: string, session?: Buffer}} options */
function connectTls(options) {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const socket = tls.connect({ ...options, servername: 'localhost' }, () => {
      const took = since(started);
      let session = socket.getSession();
      socket.on('session', (ticket) => { session = ticket; });
      const resumed = socket.isSessionReused();
      socket.resume();
      // The tickets come after the handshake.
      setTimeout(() => {
        socket.destroy();
        resolve({ took, session, resumed });
      }, 5);
    });
    socket.on('error', reject);
  });
}

let profiler;

/** @param {string} method @param {object} [params] @returns {Promise<any>} */
function posted(method, params) {
  return new Promise((resolve, reject) => {
    profiler.post(method, params, (error, result) => (error ? reject(error) : resolve(result)));
  });
}

const commands = {
  hold(things) { Object.assign(held, things); },

  /** Microseconds of processor since the start. */
  cpu() {
    const { user, system } = process.cpuUsage();
    return { user, system, both: user + system };
  },

  /** @param {string} name of a function of the port that was called */
  count(name) {
    held.portCalls = held.portCalls || {};
    held.portCalls[name] = (held.portCalls[name] || 0) + 1;
  },

  /** How often the native module has asked the server for what, since the last call. */
  portCalls() {
    const counted = held.portCalls || {};
    held.portCalls = {};
    return counted;
  },

  async memory() {
    await collectGarbage();
    const { rss, heapUsed, external } = process.memoryUsage();
    return { rss, anonymous: anonymousBytes(), heapUsed, external };
  },

  watchLoop() {
    watch = new LoopWatch();
    watch.start();
  },

  loopDelays: () => watch.stop(),

  /** The server's own function for a sync, as its routes call it; milliseconds of each. */
  async syncs({ count = 1 }) {
    const syncWorkspace = await loadSync();
    const times = [];
    for (let made = 0; made < count; made += 1) {
      const started = performance.now();
      await syncWorkspace();
      times.push(since(started));
    }
    return times;
  },

  /** A scheduled sync of the native module. */
  async scheduledSync() {
    const started = performance.now();
    const { parts } = await held.registrar.sync({ reason: 'schedule' });
    return { took: since(started), parts };
  },

  /** A processor profile: the first call begins it, the one with `file` writes it there. */
  async profile({ file }) {
    if (!file) {
      profiler = new (require('inspector').Session)();
      profiler.connect();
      await posted('Profiler.enable');
      await posted('Profiler.setSamplingInterval', { interval: 200 });
      return posted('Profiler.start');
    }
    const { profile } = await posted('Profiler.stop');
    profiler.disconnect();
    fs.writeFileSync(file, JSON.stringify(profile));
    return file;
  },

  async registrationData({ count = 1 }) {
    const { buildWorkspaceRegistrationData } = await load(`${CLOUD}/buildRegistrationData.ts`);
    const started = performance.now();
    for (let made = 0; made < count; made += 1) await buildWorkspaceRegistrationData(undefined);
    return since(started) / count;
  },

  /** So many callers at once, all waiting; microseconds for all of them. */
  async tokensAtOnce({ count, forceNew = false }) {
    const { getWorkspaceAccessToken } = await load(`${CLOUD}/getWorkspaceAccessToken.ts`);
    const started = performance.now();
    const tokens = await Promise.all(
      Array.from({ length: count }, () => getWorkspaceAccessToken(forceNew)),
    );
    const took = since(started) * 1000;
    return { took, distinct: new Set(tokens).size, empty: tokens.filter((token) => !token).length };
  },

  /** One caller after the other; microseconds for each. */
  async tokensInTurn({ count }) {
    const { getWorkspaceAccessToken } = await load(`${CLOUD}/getWorkspaceAccessToken.ts`);
    const started = performance.now();
    for (let made = 0; made < count; made += 1) await getWorkspaceAccessToken();
    return (since(started) * 1000) / count;
  },

  /** Milliseconds of Node's own TLS handshakes with the cloud, all but the first resumed. */
  async handshakes({ host, port, ca, count = 1 }) {
    const certificate = fs.readFileSync(ca);
    const times = [];
    let session;
    for (let made = 0; made <= count; made += 1) {
      const shaken = await connectTls({ host, port, ca: certificate, session });
      session = shaken.session;
      times.push(shaken);
    }
    return times.map(({ took, resumed }) => ({ took, resumed }));
  },
};

module.exports = { addonFile, commands };
