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
  return layout.keepsNoLicense ? portThatStores(services) : portThatHandsOver(services);
}

/** @param {Services} services @returns {import('./port').Port} */
function portThatHandsOver(services) {
  return {
    async applyLicense({ license }) {
      const { License = {} } = services.find('license') || {};
      // The one that is in force is not always refused as a duplicate.
      const isInForce = License.encryptedLicense === license.trim();
      try {
        await services.get('callbacks').callbacks.run('workspaceLicenseChanged', license);
      } catch (error) {
        return outcomeOf(error);
      }
      if (isInForce) {
        return 'unchanged';
      }
      // Servers that are built without the license code have nothing that judges.
      return !License.hasValidLicense || License.hasValidLicense() ? 'applied' : 'notValid';
    },
    removeLicense: () => Promise.resolve(
      services.get('callbacks').callbacks.run('workspaceLicenseRemoved'),
    ).then(() => null),
  };
}

/**
 * For a license code that keeps nothing, of a server that may have several licenses at once. What
 * it cannot read must not take the place of what is stored.
 *
 * @param {Services} services
 * @returns {import('./port').Port}
 */
function portThatStores(services) {
  const store = async (/** @type {string} */ license) => {
    await services.get('models').Settings.updateValueById(STORED, license);
    await services.get('notify').notifyOnSettingChangedById(STORED);
  };
  return {
    async applyLicense({ license }) {
      const before = await services.get('models').Settings.getValueById(STORED);
      if (!await handOver(services, license)) {
        // That is the answer for one that is there already, too.
        return before === license ? 'unchanged' : 'unreadable';
      }
      await store(license);
      return isNewestValid(services) ? 'applied' : 'notValid';
    },
    removeLicense: () => store('').then(() => null),
  };
}

/**
 * @param {Services} services
 * @param {string} license
 * @returns {Promise<boolean>} whether it was taken; where the license code does not say it, true
 */
async function handOver(services, license) {
  const { addLicense } = services.find('licenses') || {};
  if (addLicense) {
    return addLicense(license);
  }
  await services.get('callbacks').callbacks.run('workspaceLicenseChanged', license);
  return true;
}

/** @param {Services} services @returns {boolean} also where the license code does not say it */
function isNewestValid(services) {
  const { getLicenses = () => [] } = services.find('licenses') || {};
  const [newest] = getLicenses().slice(-1);
  return !newest || newest.valid !== false;
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
    await handOver(services, license);
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
