'use strict';

const { runUnitTests } = require('../lib/unit-tests');

/** @param {string} name of a test @returns {string} as a sentence */
function sentence(name) {
  const [, what, times] = /CrashTest\.(\w+)\/(\w+)$/.exec(name);
  const words = what.replace(/([A-Z])/g, ' $1').trim().toLowerCase();
  return `${words[0].toUpperCase()}${words.slice(1)}; it dies ${times.toLowerCase()}`;
}

module.exports = {
  name: 'crashes',
  title: 'The process dies at every write and every request, and again while it recovers',
  async run({ root, quick, row }) {
    await runUnitTests(root, '*CrashTest.*', {
      env: { REGISTRAR_CRASHES: quick ? 'quick' : 'full' },
      onTest({ name, ok, lines }) {
        const detail = ok ? undefined : lines.join('\n');
        row({ name: sentence(name), ok, figures: {}, detail });
      },
    });
    return {};
  },
};
