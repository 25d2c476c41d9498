'use strict';

// A program of its own: sends requests at a fixed rate, whether or not the earlier ones have been
// answered, and prints how long each took from the moment at which it was due (milliseconds).
//   node load.js URL RATE SECONDS

const http = require('node:http');

const [url, rate, seconds] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
const total = rate * seconds;
const times = [];
let failed = 0;
let sent = 0;
const started = performance.now();

/** @param {number} due */
function send(due) {
  const request = http.get(url, { agent }, (response) => {
    response.resume();
    response.on('end', () => {
      if (response.statusCode === 200) times.push(performance.now() - due);
      else failed += 1;
      if (times.length + failed === total) finish();
    });
  });
  request.on('error', () => {
    failed += 1;
    if (times.length + failed === total) finish();
  });
}

/** Sends what is due by now. */
function pump() {
  const due = Math.min(total, Math.floor((performance.now() - started) * rate / 1000));
  for (; sent < due; sent += 1) send(started + (sent * 1000) / rate);
  if (sent < total) setTimeout(pump, 1);
}

function finish() {
  process.stdout.write(JSON.stringify({ times, failed }));
  agent.destroy();
}

pump();
