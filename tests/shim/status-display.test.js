'use strict';

const assert = require('node:assert/strict');
const { describe, test } = require('node:test');

const { TEXTS, wordsOf } = require('../../js-shim/status-display');

const STATUS = {
  state: 'registered',
  lastSync: { at: '2026-01-02T03:04:05.000Z', ok: true },
  nextSync: '2026-01-02T15:00:00.000Z',
  supportWindow: { until: '2026-07-01T00:00:00.000Z' },
  pushGateway: { on: false, reason: 'The setting Register_Server is off.' },
};
const shown = (id, language, status = STATUS) => TEXTS[id](status, wordsOf(language));

describe('the status on the settings page', () => {
  for (const [language, sync, push] of [
    ['en', /^January 2, 2026.* 03:04 UTC$/, /^off: The setting Register_Server is off\.$/],
    ['de', /^2\. Januar 2026.* 03:04 UTC$/, /^aus: Die Einstellung Register_Server ist aus\.$/],
    ['pt-BR', /^2 de janeiro de 2026.* 03:04 UTC$/, /^desligado: /],
    ['fr', /^2 janvier 2026.* 03:04 UTC$/, /^désactivée : |^désactivée: /],
    ['no such language', /^January 2, 2026/, /^off: /],
    [undefined, /^January 2, 2026/, /^off: /],
  ]) {
    test(`in the language ${language}`, () => {
      assert.match(shown('Registrar_Last_Sync', language), sync);
      assert.match(shown('Registrar_Push_Gateway', language), push);
    });
  }

  test('a failed sync is told as such, states have names', () => {
    const failed = { ...STATUS, state: 'forgotten', lastSync: { ...STATUS.lastSync, ok: false } };
    assert.match(shown('Registrar_Last_Sync', 'de', failed), /\(fehlgeschlagen\)$/);
    assert.equal(shown('Registrar_State', 'de', failed), 'der Cloud nicht mehr bekannt');
    assert.equal(shown('Registrar_State', 'en', failed), 'forgotten');
  });

  test('what is not known is empty', () => {
    for (const id of Object.keys(TEXTS)) assert.equal(shown(id, 'es', {}), '', id);
  });
});
