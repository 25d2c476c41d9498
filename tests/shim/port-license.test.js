'use strict';

const assert = require('assert');
const { describe, it } = require('node:test');
const { createLicensePort, handOverStored } = require('../../js-shim/port-license');

const STORED = 'Cloud_Workspace_License';

/** A server whose license code keeps nothing; `licenses` is what its file exports. */
function server(licenses, stored = '') {
  const settings = { [STORED]: stored };
  const handedOver = [];
  const services = {
    models: { Settings: {
      getValueById: async (id) => settings[id],
      updateValueById: async (id, value) => { settings[id] = value; },
    } },
    notify: { notifyOnSettingChangedById: async () => undefined },
    callbacks: { callbacks: { run: (hook, license) => handedOver.push([hook, license]) } },
    licenses,
  };
  const get = (name) => services[name];
  return { services: { get, find: get }, settings, handedOver };
}

/** The license code of release 5: takes what it can read and has not yet. */
function licenseCode(valid = true) {
  const list = [];
  return {
    addLicense(license) {
      if (!license.startsWith('good') || list.some((one) => one.license === license)) {
        return false;
      }
      list.push({ license, valid });
      return true;
    },
    getLicenses: () => list,
  };
}

describe('licenses on releases whose license code keeps none', () => {
  const apply = ({ services }, license) => createLicensePort(services, { keepsNoLicense: true })
    .applyLicense({ license });

  it('a new one is stored and applied', async () => {
    const there = server(licenseCode());
    assert.strictEqual(await apply(there, 'good'), 'applied');
    assert.strictEqual(there.settings[STORED], 'good');
  });

  it('one that cannot be read leaves the stored one alone', async () => {
    const there = server(licenseCode(), 'good-old');
    assert.strictEqual(await apply(there, 'bad'), 'unreadable');
    assert.strictEqual(there.settings[STORED], 'good-old');
  });

  it('one that is there already is unchanged', async () => {
    const there = server(licenseCode());
    await apply(there, 'good');
    assert.strictEqual(await apply(there, 'good'), 'unchanged');
  });

  it('one that is not valid here is told', async () => {
    const there = server(licenseCode(false));
    assert.strictEqual(await apply(there, 'good'), 'notValid');
  });

  it('without such a file the server is told by its hook', async () => {
    const there = server(undefined);
    assert.strictEqual(await apply(there, 'any'), 'applied');
    assert.deepStrictEqual(there.handedOver, [['workspaceLicenseChanged', 'any']]);
  });

  it('removing it empties the setting', async () => {
    const there = server(licenseCode(), 'good');
    await createLicensePort(there.services, { keepsNoLicense: true }).removeLicense();
    assert.strictEqual(there.settings[STORED], '');
  });

  it('the stored one is handed over at a start', async () => {
    const code = licenseCode();
    await handOverStored(server(code, 'good').services);
    assert.deepStrictEqual(code.getLicenses().map(({ license }) => license), ['good']);
  });
});
