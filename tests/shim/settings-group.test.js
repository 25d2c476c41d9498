'use strict';

const assert = require('assert');
const { describe, it } = require('node:test');
const definitions = require('../../settings/settings.json');
const { defineSettings } = require('../../js-shim/settings-group');
const { BEFORE_6 } = require('../../js-shim/texts');

const IDS = [definitions.group.id,
  ...definitions.sections.flatMap((section) => section.settings).map(({ id }) => id)];

/**
 * A server's registry over a database that other instances share.
 *
 * @param {object} [options]
 * @param {Map<string, object>} [options.database]
 * @param {boolean} [options.isAsync] whether its functions wait and tell of it
 * @param {(id: string) => void} [options.beforeInsert]
 */
function server({ database = new Map(), isAsync = true, beforeInsert = () => {} } = {}) {
  const cache = new Map();
  const settings = {
    get: (id) => (cache.get(id) || {}).value,
    getSetting: (id) => cache.get(id),
    set: (record) => cache.set(record._id, record),
  };
  function insert(record) {
    beforeInsert(record._id);
    if (database.has(record._id)) {
      throw Object.assign(new Error('E11000 duplicate key'), { code: 11000 });
    }
    database.set(record._id, record);
    cache.set(record._id, record);
  }
  const done = (work) => {
    if (!isAsync) {
      work();
      return undefined;
    }
    return Promise.resolve().then(work);
  };
  const add = (_id, value, options) => done(() => {
    if (!cache.has(_id)) insert({ _id, value, ...options });
  });
  const scope = (section) => ({
    add: (id, value, options) => add(id, value, { ...options, section }),
    section: (name, content) => {
      const answer = content.call(scope(name));
      return isAsync ? answer : undefined;
    },
  });
  const settingsRegistry = {
    addGroup: (_id, options, content) => {
      const opened = done(() => { if (!cache.has(_id)) insert({ _id, ...options }); });
      if (isAsync) return opened.then(() => content.call(scope()));
      content.call(scope());
      return undefined;
    },
  };
  return {
    cache,
    database,
    services: {
      get: () => ({ settings, settingsRegistry }),
      database: () => ({ collection: () => ({
        find: ({ _id: { $in } }) => ({
          toArray: async () => [...database.values()].filter(({ _id }) => $in.includes(_id)),
        }),
      }) }),
    },
  };
}

describe('the settings group', () => {
  for (const isAsync of [true, false]) {
    it(`is whole when it is said to be, on a release that ${isAsync ? 'waits' : 'does not wait'}`,
      async () => {
        const there = server({ isAsync });
        await defineSettings(there.services);
        assert.deepStrictEqual([...there.cache.keys()], IDS);
        assert.strictEqual(there.cache.get('Registrar_Policy').section, 'Policy');
      });
  }

  it('is shared by two instances that start on the same new database at once', async () => {
    const database = new Map();
    const [one, other] = [server({ database }), server({ database })];
    await Promise.all([one, other].map(({ services }) => defineSettings(services)));
    assert.deepStrictEqual([...database.keys()].sort(), [...IDS].sort());
    for (const { cache } of [one, other]) {
      assert.deepStrictEqual([...cache.keys()].sort(), [...IDS].sort());
    }
  });

  it('shows no key that a release before 6 lacks', async () => {
    const there = server({});
    await defineSettings(there.services, 5);
    const labels = [...there.cache.values()].map(({ i18nLabel }) => i18nLabel);
    assert.ok(labels.includes('Workspace ID'), String(labels));
    assert.deepStrictEqual(labels.filter((label) => BEFORE_6.has(label)), []);
  });

  it('another error of the database is told', async () => {
    const { services } = server({ beforeInsert() { throw new Error('not primary'); } });
    await assert.rejects(defineSettings(services), /not primary/);
  });
});
