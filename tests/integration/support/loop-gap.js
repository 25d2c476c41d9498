'use strict';

// A preload that measures the event loop of a server. At each SIGUSR2 it prints the longest gap
// since the last one: how long the loop could do nothing else.

const { monitorEventLoopDelay } = require('perf_hooks');
const { isMainThread } = require('worker_threads');

const RESOLUTION_MS = 1;

if (isMainThread) {
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delays.enable();
  let number = 0;
  process.on('SIGUSR2', () => {
    number += 1;
    const [longest, mean] = [delays.max, delays.mean].map((nanoseconds) => nanoseconds / 1e6);
    console.log(`LOOP ${number} longest=${longest.toFixed(2)} mean=${mean.toFixed(2)}`);
    delays.reset();
  });
}
