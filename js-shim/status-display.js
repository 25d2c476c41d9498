'use strict';

const { createTranslator } = require('./texts');

// Shows the status in the read-only settings of the module's group, in the language of the server's
// setting `Language`. Display only: an admin can overwrite a setting by REST, so nothing reads them
// back.

/**
 * How to say something to the administrators.
 *
 * @typedef {object} Words
 * @property {(text: string) => string} translate
 * @property {(iso: string) => string} time a time as a date that people can read
 */

const TEXTS = /** @type {Object<string, (status: any, words: Words) => string>} */ ({
  Registrar_State: (status, { translate }) => translate(status.state || ''),
  Registrar_Workspace_Id: (status) => status.workspaceId || '',
  Registrar_Last_Sync: ({ lastSync }, { translate, time }) => (lastSync && lastSync.at
    ? `${time(lastSync.at)}${lastSync.ok === false ? ` (${translate('failed')})` : ''}` : ''),
  Registrar_Last_Error: (status) => errorText(status.lastError),
  Registrar_Next_Sync: (status, { time }) => time(status.nextSync),
  Registrar_Support_Until: (status, { time }) => time(textOf(status.supportWindow, 'until')),
  Registrar_Lease_Holder: (status) => textOf(status.lease, 'holder'),
  Registrar_Push_Gateway: (status, { translate }) => pushText(status.pushGateway, translate),
  Registrar_Read_Only_In: (status) => textOf(status.readOnly, 'daysLeft'),
  Registrar_Invalid_Settings: (status) => (status.invalidSettings || [])
    .map((/** @type {any} */ { detail }) => detail).join('\n'),
});

/** @param {any} part of the status @param {string} name */
function textOf(part, name) {
  const value = part && part[name];
  return value === undefined || value === null ? '' : String(value);
}

/** @param {any} push @param {(text: string) => string} translate */
function pushText(push, translate) {
  return push ? `${translate(push.on ? 'on' : 'off')}: ${translate(push.reason)}` : '';
}

/** @param {any} error */
function errorText(error) {
  return error && error.code ? `${error.code}: ${error.cause} ${error.remedy}` : '';
}

/**
 * @param {string|undefined} language the server's setting `Language`
 * @returns {Words}
 */
function wordsOf(language) {
  // A formatter takes longer to make than all the rest of the display.
  const format = new Intl.DateTimeFormat(localeOf(language), /** @type {any} */ ({
    dateStyle: 'long', timeStyle: 'short', hourCycle: 'h23', timeZone: 'UTC',
  }));
  return { translate: createTranslator(language), time: (iso) => timeText(iso, format) };
}

/**
 * @param {string|undefined|null} iso
 * @param {Intl.DateTimeFormat} format
 * @returns {string} e.g. "2 January 2026 at 03:04 UTC"; what is no time stays as it is
 */
function timeText(iso, format) {
  const time = Date.parse(iso || '');
  return Number.isNaN(time) ? iso || '' : `${format.format(time)} UTC`;
}

/** @param {string|undefined} language @returns {string|undefined} */
function localeOf(language) {
  return [String(language || 'en').replace('_', '-'), 'en'].find(isLocale);
}

/** @param {string} name */
function isLocale(name) {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(name).length > 0;
  } catch (_) {
    return false;
  }
}

/**
 * @param {import('./services').Services} services
 * @param {Promise<void>} defined resolves when the settings exist; before, nothing can be shown
 * @returns {(status: any) => Promise<void>} never rejects; shows the newest of several in a row
 */
function createStatusDisplay(services, defined) {
  /** @type {Object<string, string>} */
  const shown = {};
  /** @type {any} */
  let next;
  /** @type {Promise<void> | undefined} */
  let running;
  /** @type {{language?: string, words?: Words}} */
  let last = {};

  /** @returns {Words} */
  function currentWords() {
    const language = services.get('settings').settings.get('Language');
    if (!last.words || last.language !== language) {
      last = { language, words: wordsOf(language) };
    }
    return /** @type {Words} */ (last.words);
  }

  async function show() {
    const { Settings } = services.get('models');
    while (next) {
      const status = next;
      next = undefined;
      const words = currentWords();
      for (const [id, text] of Object.entries(TEXTS)) {
        const value = text(status, words);
        if (shown[id] !== value) {
          await Settings.updateValueById(id, value);
          await services.get('notify').notifyOnSettingChangedById(id);
          shown[id] = value;
        }
      }
    }
  }

  return (status) => {
    next = status;
    if (!running) {
      running = defined.then(show).catch(() => undefined).then(() => {
        running = undefined;
      });
    }
    return running;
  };
}

module.exports = { createStatusDisplay, TEXTS, wordsOf };
