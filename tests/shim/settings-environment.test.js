'use strict';

const assert = require('node:assert/strict');
const { afterEach, describe, test } = require('node:test');

const { environmentValues } = require('../../js-shim/settings-environment');

const IDS = ['Registrar_Policy', 'Registrar_Proxy', 'Site_Url', '@environment'];
const NAMES = IDS.flatMap((id) => [id, `OVERWRITE_SETTING_${id}`]);

describe('what the environment gives for the module\'s settings', () => {
  afterEach(() => NAMES.forEach((name) => delete process.env[name]));

  test('is nothing when nothing is given', () => {
    assert.deepEqual(environmentValues(), {});
  });

  test('has the variable that wins, and its text', () => {
    process.env.Registrar_Policy = 'off';
    assert.deepEqual(environmentValues(), {
      Registrar_Policy: { variable: 'Registrar_Policy', text: 'off' },
    });
    process.env.OVERWRITE_SETTING_Registrar_Policy = 'remind';
    assert.deepEqual(environmentValues(), {
      Registrar_Policy: { variable: 'OVERWRITE_SETTING_Registrar_Policy', text: 'remind' },
    });
  });

  test('has no text of a secret, and no setting of the server', () => {
    process.env.OVERWRITE_SETTING_Registrar_Proxy = 'http://me:hidden@proxy:1';
    process.env.OVERWRITE_SETTING_Site_Url = 'http://chat';
    assert.deepEqual(environmentValues(), {
      Registrar_Proxy: { variable: 'OVERWRITE_SETTING_Registrar_Proxy' },
    });
  });
});
