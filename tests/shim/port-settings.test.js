'use strict';

const assert = require('assert');
const { describe, it } = require('node:test');
const { createPort } = require('../../js-shim/port');
const { createSupportedVersions } = require('../../js-shim/supported-versions');

/** A server whose database and cache of settings are two things. */
function server({ stored = {}, cached = {}, modules = {} } = {}) {
  const cache = { ...cached };
  const told = [];
  const logged = [];
  const records = Object.entries(stored).map(([_id, value]) => ({ _id, value }));
  const collection = {
    find: ({ _id: { $in } }) => ({
      toArray: async () => records.filter(({ _id }) => $in.includes(_id)),
    }),
    findOne: async ({ _id }) => records.find((one) => one._id === _id) || null,
  };
  const services = {
    settings: { settings: {
      get: (id) => cache[id],
      getSetting: (id) => (id in cache ? { _id: id, value: cache[id] } : undefined),
      set({ _id, value }) { cache[_id] = value; },
    } },
    notify: { notifyOnSettingChangedById: async (id) => { told.push([id, cache[id]]); } },
    models: { Settings: {
      updateValueById: async (id, value) => {
        const record = records.find((one) => one._id === id);
        if (!record || record.value === value) return { matchedCount: 0, modifiedCount: 0 };
        record.value = value;
        return { matchedCount: 1, modifiedCount: 1 };
      },
    } },
    logger: { SystemLogger: { warn: (record) => logged.push(record) } },
    ...modules,
  };
  return {
    cache, told, logged, records,
    services: {
      get: (name) => services[name],
      find: (name) => services[name],
      database: () => ({ collection: () => collection }),
    },
  };
}

const portOf = ({ services }) => createPort(services, { tokensInSettings: true }, {});

describe('settings that another instance has changed', () => {
  it('reach the cache, and the browsers of this instance by a notification', async () => {
    const there = server({
      stored: { Show_Setup_Wizard: 'completed', Cloud_Workspace_Id: 'w' },
      cached: { Show_Setup_Wizard: 'in_progress', Cloud_Workspace_Id: 'w' },
    });
    await portOf(there).refreshSettings({ ids: ['Show_Setup_Wizard', 'Cloud_Workspace_Id'] });
    assert.deepStrictEqual(there.cache,
      { Show_Setup_Wizard: 'completed', Cloud_Workspace_Id: 'w' });
    assert.deepStrictEqual(there.told, [['Show_Setup_Wizard', 'completed']]);
  });

  it('do not undo what the environment forces', async () => {
    const there = server({
      stored: { Show_Setup_Wizard: 'in_progress' }, cached: { Show_Setup_Wizard: 'completed' },
    });
    process.env.OVERWRITE_SETTING_Show_Setup_Wizard = 'completed';
    try {
      await portOf(there).refreshSettings({ ids: ['Show_Setup_Wizard'] });
    } finally {
      delete process.env.OVERWRITE_SETTING_Show_Setup_Wizard;
    }
    assert.deepStrictEqual([there.cache.Show_Setup_Wizard, there.told], ['completed', []]);
  });
});

describe('a setting that is written', () => {
  it('is in the cache before anybody is told', async () => {
    const there = server({
      stored: { Cloud_Workspace_Id: '' }, cached: { Cloud_Workspace_Id: '' },
    });
    await portOf(there).writeSetting({ id: 'Cloud_Workspace_Id', value: 'w' });
    assert.deepStrictEqual(there.told, [['Cloud_Workspace_Id', 'w']]);
  });

  it('that is blocked, or that the release has not, is an error', async () => {
    const there = server({ stored: { Cloud_Workspace_Id: '' } });
    there.services.get('models').Settings.updateValueById = async () => ({ modifiedCount: 0 });
    const port = portOf(there);
    for (const id of ['Cloud_Workspace_Id', 'None_Such']) {
      await assert.rejects(port.writeSetting({ id, value: 'w' }),
        ({ code }) => code === 'host.write-blocked');
    }
  });
});

describe('the support window', () => {
  const TOKEN = 'Cloud_Workspace_Supported_Versions_Token';
  const window = { signed: 'signed', timestamp: '2999-01-01T00:00:00.000Z', versions: [{}] };
  const apply = (modules) => {
    const there = server({
      stored: { [TOKEN]: '' },
      cached: { [TOKEN]: '' },
      modules: { chooseLatest: { supportedVersionsChooseLatest: async () => window }, ...modules },
    });
    return createSupportedVersions(there.services).apply(window)
      .then((signed) => ({ ...there, signed }));
  };

  it('is stored though the server cannot make notices of its versions', async () => {
    const { signed, cache, logged } = await apply({
      versionNotices: { buildVersionUpdateMessage: async () => { throw new TypeError('8.6'); } },
    });
    assert.strictEqual(signed, 'signed');
    assert.strictEqual(cache[TOKEN], 'signed');
    assert.match(logged[0].reason, /8\.6/);
  });

  it('is handed to the notices where the release has them', async () => {
    const given = [];
    await apply({ versionNotices: {
      buildVersionUpdateMessage: async (versions) => { given.push(versions); },
    } });
    assert.deepStrictEqual(given, [[{}]]);
    assert.strictEqual((await apply({})).logged.length, 0);
  });
});
