'use strict';

/** @typedef {import('./services').Services} Services */

const STORED = 'Cloud_Workspace_License';

/**
 * Hands licenses to the server's license code, which says by the kind of its error what became of
 * them and nothing at all when a readable license is not valid here.
 *
 * @param {Services} services
 * @param {import('./fit').Layout} layout
 * @returns {import('./port').Port}
 */
function createLicensePort(services, layout) {
  const store = async (/** @type {string} */ license) => {
    if (layout.keepsNoLicense) {
      await services.get('models').Settings.updateValueById(STORED, license);
      await services.get('notify').notifyOnSettingChangedById(STORED);
    }
  };
  return {
    async applyLicense({ license }) {
      try {
        await services.get('callbacks').callbacks.run('workspaceLicenseChanged', license);
      } catch (error) {
        return outcomeOf(error);
      }
      await store(license);
      const { License } = services.find('license') || {};
      return !License || License.hasValidLicense() ? 'applied' : 'notValid';
    },
    async removeLicense() {
      await services.get('callbacks').callbacks.run('workspaceLicenseRemoved');
      await store('');
      return null;
    },
  };
}

/**
 * Gives the stored license to a license code that forgets it with each process.
 *
 * @param {Services} services
 * @returns {Promise<void>}
 */
async function handOverStored(services) {
  const license = await services.get('models').Settings.getValueById(STORED);
  if (license) {
    await services.get('callbacks').callbacks.run('workspaceLicenseChanged', license);
  }
}

/** @param {any} error @returns {string} */
function outcomeOf(error) {
  const name = String((error && error.name) || '');
  const kind = String((error && error.constructor && error.constructor.name) || '');
  if (/^DuplicatedLicense/.test(name) || /^DuplicatedLicense/.test(kind)) {
    return 'unchanged';
  }
  if (/^NotReadyForValidation/.test(name) || /^NotReadyForValidation/.test(kind)) {
    return 'pending';
  }
  if (/^InvalidLicense/.test(name) || /^InvalidLicense/.test(kind)
    || /invalid license/i.test(String(error && error.message))) {
    return 'unreadable';
  }
  throw error;
}

module.exports = { createLicensePort, handOverStored };
