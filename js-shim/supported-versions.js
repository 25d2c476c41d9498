'use strict';

// The support window on the server's side: of build, license and cloud the newest data counts; its
// signed text goes to the setting that /api/info hands out, its versions to the admins' notices.

const SETTING = 'Cloud_Workspace_Supported_Versions_Token';

/**
 * @typedef {object} SupportedVersions
 * @property {(fromCloud: any) => Promise<string | undefined>} apply takes over what the cloud
 *     answered (undefined: nothing usable) and gives the signed text that is in force
 * @property {() => string | undefined} stored the signed text of the settings cache
 */

/**
 * @param {import('./services').Services} services
 * @returns {SupportedVersions}
 */
function createSupportedVersions(services) {
  return {
    stored: () => services.get('settings').settings.get(SETTING) || undefined,
    async apply(fromCloud) {
      const chosen = await newest(services, fromCloud);
      const signed = chosen && chosen.signed;
      if (signed) {
        await store(services, signed);
      }
      if (fromCloud && chosen) {
        await tellAdmins(services, chosen.versions);
      }
      return signed;
    },
  };
}

/**
 * The notices of new versions come besides the window: the server's own code for them refuses a
 * whole list for one version that it cannot compare.
 *
 * @param {import('./services').Services} services
 * @param {any[]} versions
 */
async function tellAdmins(services, versions) {
  const notices = services.find('versionNotices');
  try {
    if (notices) await notices.buildVersionUpdateMessage(versions);
  } catch (error) {
    services.get('logger').SystemLogger.warn({
      msg: 'Registrar: the notices of new versions failed', reason: String(error),
    });
  }
}

/** @param {import('./services').Services} services @param {any} fromCloud */
async function newest(services, fromCloud) {
  const { License } = services.find('license') || {};
  const license = License && License.getLicense ? await License.getLicense() : undefined;
  const build = services.find('supportedVersionsOfBuild');
  return services.get('chooseLatest').supportedVersionsChooseLatest(
    build && build.supportedVersions,
    license && license.supportedVersions,
    fromCloud || undefined,
  );
}

/** @param {import('./services').Services} services @param {string} signed */
async function store(services, signed) {
  const { Settings } = services.get('models');
  const result = await Settings.updateValueById(SETTING, signed);
  if (result && result.modifiedCount) {
    // Whoever asked for the refresh reads the cache next, which follows the database later.
    const { settings } = services.get('settings');
    const known = settings.getSetting(SETTING);
    if (known) {
      settings.set({ ...known, value: signed });
    }
    await services.get('notify').notifyOnSettingChangedById(SETTING);
  }
}

module.exports = { createSupportedVersions };
