'use strict';

const assert = require('node:assert/strict');
const { Ajv } = require('./openapi');
const schema = require('../../../docs/command-line.schema.json');

const ajv = new Ajv({ strict: false, allErrors: true });
ajv.addSchema(schema, 'answers');

/**
 * @param {string} command a name of the schema's `$defs`
 * @param {any} answer what it printed with --json
 */
function assertSchema(command, answer) {
  const validate = ajv.getSchema(`answers#/$defs/${encodeURIComponent(command)}`);
  assert.ok(validate, `docs/command-line.schema.json has no ${command}`);
  assert.ok(validate(answer), `${command}: ${ajv.errorsText(validate.errors)}`);
}

module.exports = { assertSchema };
