'use strict';

/**
 * A host port in memory for the tests of the binding: settings and documents in two maps. Runs on
 * Node 14 as well, for the tests' scripts run in the Node release that the addon is for.
 *
 * @param {Object<string, any>} settings
 * @param {Object<string, Function>} [overrides] functions of the port to put in place of these
 */
function memoryPort(settings = {}, overrides = {}) {
  const documents = new Map();
  const values = new Map(Object.entries(settings));
  const port = {
    readSettings: ({ ids }) => Promise.resolve(Object.fromEntries(ids
      .filter((id) => values.has(id)).map((id) => [id, values.get(id)]))),
    writeSetting: ({ id, value }) => {
      values.set(id, value);
      return Promise.resolve(null);
    },
    clearSetting: ({ id }) => {
      values.set(id, '');
      return Promise.resolve(null);
    },
    findDocument: ({ id }) => Promise.resolve(documents.get(id) || null),
    replaceDocument: ({ id, document, expectedRev }) => {
      const stored = documents.get(id);
      if ((stored ? stored.rev : 0) !== expectedRev) {
        return Promise.resolve(false);
      }
      documents.set(id, { ...document, rev: expectedRev + 1 });
      return Promise.resolve(true);
    },
    deleteDocument: ({ id }) => Promise.resolve(documents.delete(id) || true),
    registrationData: () => Promise.resolve({ uniqueId: 'unique' }),
    contactEmail: () => 'admin@example.com',
    findToken: () => null,
    storeToken: () => null,
    removeTokens: () => null,
    applyLicense: () => 'applied',
    removeLicense: () => null,
    applyAnnouncements: () => null,
    applyNps: () => null,
    applyBanners: () => null,
    applySupportedVersions: () => null,
    publishStatus() {},
    log() {},
  };
  return Object.assign(port, overrides);
}

module.exports = { memoryPort };
