'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const { createRequire } = require('node:module');
const path = require('node:path');
const yaml = require('js-yaml');

// The validator that the server's own typings use.
const { default: Ajv } = createRequire(require.resolve('@rocket.chat/rest-typings'))(
  'ajv/dist/2020',
);

const FILE = path.join(__dirname, '..', '..', '..', 'docs', 'openapi.yaml');
const document = yaml.load(fs.readFileSync(FILE, 'utf8'));
const ajv = new Ajv({ strict: false, allErrors: true });
ajv.addSchema(document, 'openapi');

/** @param {string} name @returns {string} as a part of a JSON pointer */
const escaped = (name) => encodeURIComponent(name.replace(/~/g, '~0').replace(/\//g, '~1'));

/**
 * The schema of an answer, followed through `$ref` of the response.
 * @param {string} method
 * @param {string} endpoint such as `registrar.status`
 * @param {number} status
 * @returns {import('ajv').ValidateFunction}
 */
function validatorOf(method, endpoint, status) {
  const operation = (document.paths[`/${endpoint}`] || {})[method];
  assert.ok(operation, `docs/openapi.yaml has no ${method} ${endpoint}`);
  const response = operation.responses[status];
  assert.ok(response, `docs/openapi.yaml has no answer ${status} of ${method} ${endpoint}`);
  const place = response.$ref
    || `#/paths/${escaped(`/${endpoint}`)}/${method}/responses/${status}`;
  return ajv.getSchema(`openapi${place}/content/application~1json/schema`);
}

/**
 * Checks that an answer of the module is one that docs/openapi.yaml tells of. Answers of other
 * endpoints pass.
 * @param {string} method
 * @param {string} url as the clients take it: `/v1/registrar.status?…`
 * @param {{status: number, body: any}} answer
 */
function assertDocumented(method, url, { status, body }) {
  const match = /^\/v1\/((?:registrar\.\w+)|cloud\.connectWorkspace)(?:\?|$)/.exec(url);
  if (!match) return;
  const validate = validatorOf(method, match[1], status);
  assert.ok(validate(body), `${method} ${match[1]} answered ${status} ${JSON.stringify(body)}, `
    + `which docs/openapi.yaml does not tell of: ${ajv.errorsText(validate.errors)}`);
}

module.exports = { Ajv, assertDocumented, document };
