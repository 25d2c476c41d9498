'use strict';

// What the server knows of its future: the support window's data that it carries, and its own
// countdown to the read-only mode.

const DAYS_LEFT = 'Cloud_Workspace_AirGapped_Restrictions_Remaining_Days';
const NEWEST = { sort: { createdAt: -1 }, projection: { createdAt: 1, statsToken: 1 } };

/**
 * @param {import('./services').Services} services
 * @returns {import('./port').Port}
 */
function createOutlookPort(services) {
  const license = () => (services.find('license') || {}).License;
  return {
    async supportSources() {
      const build = services.find('supportedVersionsOfBuild');
      const License = license();
      const ofLicense = License && License.getLicense ? await License.getLicense() : undefined;
      return {
        build: plain(build && build.supportedVersions),
        license: plain(ofLicense && ofLicense.supportedVersions),
      };
    },
    async usageReport() {
      const License = license();
      const record = await services.database().collection('rocketchat_settings')
        .findOne({ _id: DAYS_LEFT });
      // The collector's token comes with a report that got through.
      const accepted = await services.database().collection('rocketchat_statistics')
        .findOne({ statsToken: { $exists: true } }, NEWEST);
      return {
        hasValidLicense: Boolean(License && License.hasValidLicense && License.hasValidLicense()),
        ...(record && typeof record.value === 'number' && { airGappedDaysLeft: record.value }),
        ...(accepted && accepted.createdAt && {
          lastReportAt: new Date(accepted.createdAt).toISOString(),
        }),
      };
    },
  };
}

/** @param {any} data dates become text; what is missing, null */
function plain(data) {
  return data ? JSON.parse(JSON.stringify(data)) : null;
}

module.exports = { createOutlookPort };
