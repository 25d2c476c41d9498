'use strict';

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { describe, test } = require('node:test');
const { definitions, pageFile, renderSettings } = require('../../.ci/generate-settings');
const texts = require('../../settings/texts.json');

const ROOT = path.join(__dirname, '..', '..');
const settings = definitions.sections.flatMap((section) => section.settings);

// What the server's own translations have, in 6.13 and 8.6.1 alike.
const SERVER_KEYS = ['Apply', 'Cloud_Service_Agree_PrivacyTerms',
  'Cloud_Service_Agree_PrivacyTerms_Description', 'Cloud_Workspace_Id', 'Copy',
  'Disconnect_workspace', 'LDAP_Reconnect', 'Register', 'Registration_Token',
  'Registration_status', 'Status', 'Sync'];

describe('docs/settings.md', () => {
  test('says what settings.json says', () => {
    const page = fs.readFileSync(pageFile, 'utf8');
    assert.ok(page === renderSettings(page, definitions),
      'docs/settings.md is out of date: run .ci/node .ci/generate-settings.js');
  });

  test('is refused when it does not say where the tables belong', () => {
    assert.throws(() => renderSettings('# Settings\n', definitions), /settings\.md needs the lines/);
  });

  for (const { id, docs, type, min, max, readonly, allowed } of settings) {
    test(`has all that there is to say of ${id}`, () => {
      assert.ok(docs, 'docs says what it does');
      if (type === 'int') assert.ok(min < max, 'min and max say what is allowed');
      if (['string', 'password'].includes(type)) assert.ok(readonly || allowed, 'allowed');
    });
  }
});

describe('settings/texts.json', () => {
  const shown = [definitions.group.i18nLabel, ...definitions.sections.flatMap(
    ({ name, settings: ofSection }) => [name, ...ofSection.flatMap(
      ({ i18nLabel, i18nDescription, actionText, values = [] }) => (
        [i18nLabel, i18nDescription, actionText, ...values.map((value) => value.i18nLabel)]
      ),
    )],
  )].filter(Boolean);

  for (const text of new Set(shown)) {
    test(`has "${text}", or the server has`, () => {
      assert.notEqual(SERVER_KEYS.includes(text), text in texts);
    });
  }

  const sources = (folder) => fs.readdirSync(path.join(ROOT, folder))
    .filter((file) => file.endsWith('.cc'))
    .map((file) => fs.readFileSync(path.join(ROOT, folder, file), 'utf8')).join('\n');
  const notices = [...`${sources('hooks')}\n${sources('module/workspace')}`
    .matchAll(/notice\.title = "([^"]+)"|Warning\{"[^"]+", "([^"]+)"/g)]
    .map(([, title, ofWarning]) => title || ofWarning);
  const toasts = [...fs.readFileSync(path.join(ROOT, 'js-shim', 'buttons.js'), 'utf8')
    .matchAll(/'([A-Z][^'_]* [^']*\.|Disconnected\.)'/g)].map(([, text]) => text);

  test('has the title of every notice, and what the buttons say', () => {
    assert.ok(notices.length >= 4 && toasts.length >= 4, `${notices}; ${toasts}`);
    assert.deepEqual([...notices, ...toasts].filter((text) => !(text in texts)), []);
  });

  for (const [text, translations] of Object.entries(texts)) {
    test(`has "${text}" in all languages`, () => {
      assert.deepEqual(Object.keys(translations).sort(), ['de', 'es', 'fr', 'pt']);
      assert.ok(Object.values(translations).every((translation) => translation.trim()));
    });
  }
});
