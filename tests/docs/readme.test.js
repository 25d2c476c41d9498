'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const { describe, test } = require('node:test');
const {
  dataFile, pageFile, readFigures, renderFigures,
} = require('../../.ci/generate-readme');

const data = JSON.parse(fs.readFileSync(dataFile, 'utf8'));
const page = fs.readFileSync(pageFile, 'utf8');

describe('the measured figures of README.md', () => {
  test('are those of docs/performance.json', () => {
    assert.ok(page === renderFigures(page, data),
      'README.md is out of date: run .ci/node .ci/generate-readme.js');
  });

  test('are there, and each is better than the server\'s own', () => {
    const figures = readFigures(data);
    assert.equal(figures.length, 5);
    for (const { what, own, other } of figures) assert.ok(own < other, `${what}: ${own}, ${other}`);
  });

  test('have no place in a page that does not say where', () => {
    assert.throws(() => renderFigures('# Registrar\n', data), /The page needs the lines/);
  });
});
