'use strict';

const assert = require('assert');
const { describe, it } = require('node:test');
const { createTokenPort } = require('../../js-shim/port-tokens');

const HOUR = 3600000;

/** The model of release 7 and 8, in which nothing keeps a scope from being there twice. */
function credentials(documents) {
  const fits = (query) => (one) => Object.entries(query).every(([key, wanted]) => (
    wanted && wanted.$ne !== undefined ? one[key] !== wanted.$ne : one[key] === wanted));
  const model = {
    documents,
    find: (query) => ({ toArray: async () => model.documents.filter(fits(query)) }),
    async updateCredentialByScope({ scope, accessToken, expirationDate }) {
      const found = model.documents.find(fits({ scope }));
      if (found) Object.assign(found, { accessToken, expirationDate });
      else model.documents.push({ scope, accessToken, expirationDate });
    },
    async deleteMany(query) {
      model.documents = model.documents.filter((one) => !fits(query)(one));
    },
    async removeAllCredentials() { model.documents = []; },
  };
  return model;
}

const portOf = (WorkspaceCredentials) => createTokenPort(
  { get: () => ({ WorkspaceCredentials }) }, { tokensInSettings: false },
);
const at = (ms) => new Date(Date.now() + ms);

describe('access tokens that are kept by scope', () => {
  it('of several for one scope the one that is valid longest counts', async () => {
    const port = portOf(credentials([
      { scope: 's', accessToken: 'expired', expirationDate: at(-HOUR) },
      { scope: 's', accessToken: 'valid', expirationDate: at(HOUR) },
      { scope: 'other', accessToken: 'of another', expirationDate: at(9 * HOUR) },
    ]));
    assert.strictEqual((await port.findToken({ scope: 's' })).token, 'valid');
    assert.strictEqual(await port.findToken({ scope: 'none' }), null);
  });

  it('a new one leaves no other of its scope behind', async () => {
    const model = credentials([
      { scope: 's', accessToken: 'a', expirationDate: at(-HOUR) },
      { scope: 's', accessToken: 'b', expirationDate: at(HOUR) },
      { scope: 'other', accessToken: 'c', expirationDate: at(HOUR) },
    ]);
    const expiresAt = Date.now() + HOUR;
    await portOf(model).storeToken({ scope: 's', token: 'new', expiresAt });
    assert.deepStrictEqual(model.documents.map(({ accessToken }) => accessToken), ['new', 'c']);
    assert.deepStrictEqual(model.documents[0].expirationDate, new Date(expiresAt));
  });

  it('all of them go together', async () => {
    const model = credentials([{ scope: 's', accessToken: 'a', expirationDate: at(HOUR) }]);
    await portOf(model).removeTokens();
    assert.deepStrictEqual(model.documents, []);
  });
});

describe('the one access token of release 6', () => {
  const DEFAULT = 'workspace:a workspace:b';
  const there = (settings) => {
    const services = {
      scopes: { workspaceScopes: DEFAULT.split(' ') },
      models: { Settings: {
        getValueById: async (id) => settings[id],
        updateValueById: async (id, value) => { settings[id] = value; },
      } },
      notify: { notifyOnSettingChangedById: async () => undefined },
    };
    return createTokenPort({ get: (name) => services[name] }, { tokensInSettings: true });
  };

  it('is that of the default scope, and of no other', async () => {
    const settings = {};
    const port = there(settings);
    await port.storeToken({ scope: 'marketplace:download', token: 'x', expiresAt: Date.now() });
    assert.deepStrictEqual(settings, {});
    await port.storeToken({ scope: DEFAULT, token: 't', expiresAt: 5000 });
    assert.deepStrictEqual(await port.findToken({ scope: DEFAULT }),
      { token: 't', expiresAt: 5000 });
    assert.strictEqual(await port.findToken({ scope: 'marketplace:download' }), null);
  });

  it('counts for nothing without its time', async () => {
    const port = there({ Cloud_Workspace_Access_Token: 't' });
    assert.strictEqual(await port.findToken({ scope: DEFAULT }), null);
  });
});
