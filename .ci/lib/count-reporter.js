'use strict';
// A reporter for `node --test`: one line of JSON with the numbers of tests, suites not
// counted, since a suite's outcome is that of its tests.

/** @param {AsyncIterable<{type: string, data: any}>} events */
module.exports = async function* countReporter(events) {
  const count = { passed: 0, failed: 0, skipped: 0 };
  for await (const { type, data } of events) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    if (data.details?.type === 'suite' && type === 'test:pass') continue;
    if (data.skip !== undefined || data.todo !== undefined) count.skipped += 1;
    else if (type === 'test:pass') count.passed += 1;
    else if (data.details?.error?.failureType !== 'subtestsFailed') count.failed += 1;
  }
  yield `${JSON.stringify(count)}\n`;
};
