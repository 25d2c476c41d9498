'use strict';

const assert = require('node:assert/strict');
const { describe, test } = require('node:test');

const { createNoticePort } = require('../../js-shim/port-notices');
const { BEFORE_6, createTranslator } = require('../../js-shim/texts');
const texts = require('../../settings/texts.json');

const TITLE = 'This workspace is not registered';
const NOTICE = { id: 'registration', title: TITLE, text: 'Some text.', link: '/admin/some' };

/** A server in which `holders` have a banner already; `sender` is its function, if it has one. */
function server({ holders = [], language = 'en', sender = true } = {}) {
  const did = [];
  const users = {
    find: (filter) => ({ toArray: async () => { did.push(['find', filter]); return holders; } }),
    updateMany: async (filter, update) => { did.push(['updateMany', filter, update]); },
  };
  const services = {
    database: () => ({ collection: () => users }),
    get: (name) => ({
      settings: { settings: { get: () => language } },
      notify: { notifyOnUserChange: async (change) => { did.push(['notify', change]); } },
    })[name],
    find: () => (sender ? {
      sendMessagesToAdmins: async (what) => { did.push(['send', what]); },
    } : undefined),
  };
  return { port: createNoticePort(services), did };
}

const FIELD = 'banners.registrar-registration';

describe('a notice for administrators', () => {
  test('goes the server\'s own way, after an earlier one is taken from who has it', async () => {
    const old = { _id: 'a', banners: { 'registrar-registration': { read: true }, other: {} } };
    const { port, did } = server({ holders: [old] });
    assert.equal(await port.notifyAdmins(NOTICE), null);
    assert.deepEqual(did, [
      ['find', { [FIELD]: { $exists: true } }],
      ['updateMany', { [FIELD]: { $exists: true } }, { $unset: { [FIELD]: true } }],
      ['notify', { clientAction: 'updated', id: 'a', diff: { banners: { other: {} } } }],
      ['send', { banners: [{
        id: 'registrar-registration', priority: 10, title: TITLE, text: 'Some text.',
        modifiers: ['danger'], link: '/admin/some',
      }] }],
    ]);
  });

  test('is in the language of the server', async () => {
    const { port, did } = server({ language: 'de' });
    await port.notifyAdmins(NOTICE);
    assert.equal(did[2][1].banners[0].title, 'Dieser Workspace ist nicht registriert');
  });

  test('reaches the admins of a release whose own way needs a fiber', async () => {
    const { port, did } = server({ sender: false });
    await port.notifyAdmins(NOTICE);
    const [what, filter, update] = did[2];
    assert.deepEqual([what, filter], ['updateMany', { roles: 'admin' }]);
    assert.equal(update.$set[FIELD].title, TITLE);
  });

  test('is taken away', async () => {
    const { port, did } = server();
    assert.equal(await port.clearNotice({ id: 'registration' }), null);
    assert.deepEqual(did.map(([what]) => what), ['find', 'updateMany']);
  });
});

describe('the module\'s texts', () => {
  for (const [language, text] of [
    ['de', 'Dieser Workspace ist nicht registriert'],
    ['pt-BR', 'Este workspace não está registrado'],
    ['en', TITLE], ['ja', TITLE], [undefined, TITLE], ['', TITLE],
  ]) {
    test(`are there for the language ${language}`, () => {
      assert.equal(createTranslator(language)(TITLE), text);
    });
  }

  test('leave what they do not know as it is', () => {
    assert.equal(createTranslator('de')('Disconnect_workspace'), 'Disconnect_workspace');
    assert.equal(createTranslator('de')('constructor'), 'constructor');
  });

  test('stand for the keys that releases before 6 lack', () => {
    assert.equal(createTranslator('de', 5)('Disconnect_workspace'), 'Workspace trennen');
    assert.equal(createTranslator('ja', 5)('Disconnect_workspace'), 'Disconnect workspace');
    assert.equal(createTranslator('de', 5)('Sync'), 'Sync');
    assert.equal(createTranslator('de', 6)('Disconnect_workspace'), 'Disconnect_workspace');
    const own = [...BEFORE_6.values()].filter((text) => /\s/.test(text));
    assert.deepEqual(own.filter((text) => !(text in texts)), []);
  });
});
