'use strict';

const { createLicensePort } = require('./port-license');
const { createLoginPort } = require('./port-logins');
const { createNoticePort } = require('./port-notices');
const { createOutlookPort } = require('./port-outlook');
const { createTokenPort } = require('./port-tokens');
const { environmentValues, ENVIRONMENT } = require('./settings-environment');

// The JavaScript half of the host port (module/host/host.h): each function takes one plain object
// and gives a value or a promise. They run outside any fiber and need no user, so on release 6 too
// they may await.

/** @typedef {import('./services').Services} Services */
/** @typedef {{[name: string]: (argument: any) => any}} Port */

const COLLECTION = 'rocketchat_registrar';
const DURABLE = { writeConcern: { w: 'majority', j: true } };
const PRIMARY = { readPreference: 'primary' };
const DUPLICATE_KEY = 11000;
const SYNC_ENABLED = 'Registrar_Sync_Enabled';

// Functions that change something outside this process, for whoever wants to step through them.
const WRITES = Object.freeze([
  'writeSetting', 'clearSetting', 'replaceDocument', 'deleteDocument', 'storeToken',
  'removeTokens', 'storeUserLogin', 'removeUserLogin', 'applyLicense', 'removeLicense',
  'applyAnnouncements', 'applyNps', 'applyBanners', 'applySupportedVersions', 'notifyAdmins',
  'clearNotice',
]);

/**
 * @param {string} code a code of the error catalogue
 * @param {string} message particulars
 */
function codedError(code, message) {
  return Object.assign(new Error(message), { code });
}

/**
 * @param {Services} services
 * @param {import('./fit').Layout} layout
 * @param {{publishStatus: (status: object) => void,
 *     supportedVersions: import('./supported-versions').SupportedVersions}} display
 * @returns {Port}
 */
function createPort(services, layout, display) {
  const port = /** @type {Port} */ ({
    ...createSettingsPort(services, layout),
    ...createDocumentPort(services),
    ...createServerPort(services),
    ...createTokenPort(services, layout),
    ...createLoginPort(services),
    ...createLicensePort(services, layout),
    ...createNoticePort(services),
    ...createOutlookPort(services),
    applySupportedVersions: ({ supportedVersions }) => display.supportedVersions
      .apply(supportedVersions).then(() => null),
    publishStatus: ({ status }) => display.publishStatus(status),
  });
  return layout.synchronous ? inFibers(port) : port;
}

/**
 * The server's own functions of release 5 wait in a fiber, which the native module has not.
 *
 * @param {Port} port
 * @returns {Port}
 */
function inFibers(port) {
  return Object.fromEntries(Object.entries(port).map(([name, work]) => [
    name, (argument) => /** @type {any} */ (Promise).asyncApply(work, port, [argument]),
  ]));
}

/**
 * @param {Services} services
 * @param {import('./fit').Layout} layout
 * @returns {Port}
 */
function createSettingsPort(services, layout) {
  const collection = () => services.database().collection('rocketchat_settings');
  // The server, too, reads them once.
  const environment = environmentValues();

  /**
   * Makes what the database has known to this instance's cache and to everybody else, and checks
   * it: the model answers success also for settings that it leaves alone.
   *
   * @param {string} id
   * @param {(value: any) => boolean} isExpected
   */
  async function publishAndCheck(id, isExpected) {
    const record = await collection().findOne({ _id: id }, PRIMARY);
    if (!record) {
      throw codedError('host.write-blocked', `the setting ${id} does not exist`);
    }
    services.get('settings').settings.set(record);
    await services.get('notify').notifyOnSettingChangedById(id);
    if (!isExpected(record.value)) {
      throw codedError('host.write-blocked', `the setting ${id} keeps another value`);
    }
    return null;
  }

  /** @param {string} id @param {any} value @param {boolean} secret */
  function update(id, value, secret) {
    const { Settings } = services.get('models');
    // The audit log would keep the first characters of a secret.
    const audit = secret ? undefined : services.find('audit');
    return audit
      ? audit.updateAuditedBySystem({ reason: 'registrar' })(
        Settings.updateValueById, id, value,
      )
      : Settings.updateValueById(id, value);
  }

  return {
    async readSettings({ ids }) {
      const { syncSwitch = '' } = layout;
      const records = await collection()
        .find({ _id: { $in: [...ids, syncSwitch] } }, { ...PRIMARY, projection: { value: 1 } })
        .toArray();
      const { [syncSwitch]: stopped, ...values } = Object.fromEntries(
        records.map((/** @type {any} */ record) => [
          record._id, isLost(record.value) ? null : record.value,
        ]),
      );
      if (stopped === true && ids.includes(SYNC_ENABLED)) {
        values[SYNC_ENABLED] = false;
      }
      return ids.includes(ENVIRONMENT)
        ? { ...values, [ENVIRONMENT]: environment } : values;
    },
    async writeSetting({ id, value, secret = false }) {
      await update(id, value, secret);
      return publishAndCheck(id, (stored) => same(stored, value));
    },
    async refreshSettings({ ids }) {
      // What the environment forces is in the cache alone; the database may say otherwise.
      const free = ids.filter((/** @type {string} */ id) => !(`OVERWRITE_SETTING_${id}`
        in process.env));
      const records = await collection().find({ _id: { $in: free } }, PRIMARY).toArray();
      const { settings } = services.get('settings');
      for (const record of records) {
        if (!same(settings.get(record._id), record.value)) {
          settings.set(record);
          // The browsers at this instance hear of it by the notification alone.
          await services.get('notify').notifyOnSettingChangedById(record._id);
        }
      }
      return null;
    },
    async clearSetting({ id }) {
      const { Settings } = services.get('models');
      // Release 5 cannot; what is not empty then is emptied.
      if (typeof Settings.resetValueById === 'function') {
        await Settings.resetValueById(id);
      }
      const record = await collection().findOne({ _id: id }, PRIMARY);
      if (record && !isEmpty(record.value)) {
        await update(id, emptyOf(record.value), false);
      }
      return publishAndCheck(id, isEmpty);
    },
  };
}

/** @param {any} users the model; not that of every release can ask for the oldest */
function oldestUser(users) {
  const projection = { emails: 1 };
  return typeof users.getOldest === 'function' ? users.getOldest({ projection })
    : users.findOne({ _id: { $ne: 'rocket.cat' } }, { projection, sort: { createdAt: 1 } });
}

/** Whether the server could not make a value of what it was given. @param {any} value */
function isLost(value) {
  return value === undefined || Number.isNaN(value);
}

/** @param {any} stored @param {any} value */
function same(stored, value) {
  return JSON.stringify(stored) === JSON.stringify(value);
}

/** @param {any} value */
function isEmpty(value) {
  return value === undefined || value === null || value === '' || value === 0 || value === false;
}

/** @param {any} value */
function emptyOf(value) {
  if (typeof value === 'boolean') {
    return false;
  }
  return typeof value === 'number' ? 0 : '';
}

/**
 * @param {Services} services
 * @returns {Port}
 */
function createDocumentPort(services) {
  const collection = () => services.database().collection(COLLECTION);
  return {
    async findDocument({ id }) {
      const document = await collection().findOne({ _id: id }, PRIMARY);
      if (!document) {
        return null;
      }
      const { _id, ...rest } = document;
      return rest;
    },
    async replaceDocument({ id, document, expectedRev }) {
      const next = { ...document, rev: expectedRev + 1 };
      if (expectedRev > 0) {
        const result = await collection()
          .replaceOne({ _id: id, rev: expectedRev }, next, DURABLE);
        return result.matchedCount === 1;
      }
      try {
        await collection().insertOne({ _id: id, ...next }, DURABLE);
        return true;
      } catch (error) {
        if (/** @type {any} */ (error).code === DUPLICATE_KEY) {
          return false;
        }
        throw error;
      }
    },
    async deleteDocument({ id, expectedRev }) {
      const result = await collection().deleteOne({ _id: id, rev: expectedRev }, DURABLE);
      if (result.deletedCount === 1) {
        return true;
      }
      return !(await collection().findOne({ _id: id }, PRIMARY));
    },
  };
}

/**
 * @param {Services} services
 * @returns {Port}
 */
function createServerPort(services) {
  const toDate = (/** @type {any} */ value) => (value ? new Date(value) : value);
  const withDates = (/** @type {any} */ object, /** @type {string[]} */ names) => {
    const dated = names.filter((name) => name in object)
      .map((name) => [name, toDate(object[name])]);
    return { ...object, ...Object.fromEntries(dated) };
  };
  // Release 8 wants dates where 6 and 7 take strings as well (host behaviour of handleCommsSync).
  const bannerDates = ['startAt', 'expireAt', 'createdAt', 'inactivedAt', '_updatedAt'];
  return {
    registrationData: ({ contactEmail }) => services.get('registrationData')
      .buildWorkspaceRegistrationData(contactEmail || undefined),
    async contactEmail() {
      const email = services.get('settings').settings.get('Organization_Email');
      if (email) {
        return email;
      }
      const oldest = await oldestUser(services.get('models').Users);
      const [first] = (oldest && oldest.emails) || [];
      return (first && first.address) || '';
    },
    applyAnnouncements: ({ announcements }) => services.get('comms')
      .handleAnnouncementsOnWorkspaceSync({
        ...announcements,
        create: announcements.create
          .map((/** @type {any} */ one) => withDates(one, bannerDates)),
      }).then(() => null),
    applyNps: ({ nps }) => services.get('comms')
      .handleNpsOnWorkspaceSync(withDates(nps, ['startAt', 'expireAt'])).then(() => null),
    applyBanners: ({ banners }) => services.get('comms')
      .handleBannerOnWorkspaceSync(banners
        .map((/** @type {any} */ one) => withDates(one, bannerDates))).then(() => null),
    log({ level, record }) {
      services.get('logger').SystemLogger[level](record);
    },
  };
}

module.exports = { createPort, SYNC_ENABLED, WRITES };
