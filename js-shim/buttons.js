'use strict';

const { askStarted } = require('./calling');
const { readText, writeText } = require('./own-settings');
const { createTranslator } = require('./texts');

const TOKEN = 'Registrar_Token';
const OFFLINE_DATA = 'Registrar_Offline_Data';
const OFFLINE_ANSWER = 'Registrar_Offline_Answer';

/** @typedef {(text: string) => string} Translate */
/**
 * A text or a translation key of the server, or what makes one of the answer.
 *
 * @typedef {string | ((answer: any, translate: Translate) => string)} Message
 */

/**
 * The buttons of the module's settings group: each answers with the message of its toast, which is
 * a translation key of the server where there is one, else in the server's language.
 *
 * @param {import('./context').ModuleContext} context
 * @returns {Object<string, () => Promise<{message: string}>>}
 */
function buttons(context) {
  const press = (/** @type {string} */ name, /** @type {object} */ argument = {}) => (
    () => askStarted(context, name, argument));
  const translate = (/** @type {string} */ text) => translateFor(context, text);
  const says = (/** @type {() => Promise<any>} */ run, /** @type {Message} */ message) => () => (
    run().then((answer) => ({
      message: typeof message === 'function' ? message(answer, translate) : translate(message),
    })));
  const withSetting = (/** @type {string} */ id, /** @type {string} */ name,
    /** @type {string} */ field) => (
    () => useSetting(context, id, (text) => askStarted(context, name, { [field]: text })));
  return {
    'registrar:sync': says(press('sync', { reason: 'admin' }),
      'RegisterWorkspace_Syncing_Complete'),
    'registrar:register': () => register(context),
    'registrar:disconnect': says(press('disconnect'), disconnectedMessage),
    'registrar:reconnect': says(press('reconnect'), 'Workspace_registered'),
    'registrar:offlineData': says(() => askStarted(context, 'offlineData')
      .then(({ blob }) => writeText(context.services(), OFFLINE_DATA, blob)),
    'The data is below. Copy it into the cloud console.'),
    'registrar:offlineApply': says(withSetting(OFFLINE_ANSWER, 'offlineApply', 'blob'),
      appliedMessage),
    'registrar:diagnose': says(press('diagnose'), diagnosisMessage),
  };
}

/**
 * A token in its setting registers the workspace by itself and does not stay there; who presses the
 * button afterwards is told how it is.
 *
 * @param {import('./context').ModuleContext} context
 * @returns {Promise<{message: string}>}
 */
function register(context) {
  const connect = (/** @type {string} */ token) => askStarted(context, 'connect', { token })
    .then(() => 'Cloud_register_success');
  const connectOrTell = (/** @type {string} */ token) => (token ? connect(token)
    : askStarted(context, 'status').then(({ state }) => (
      state === 'registered' ? 'Workspace_registered' : connect(token))));
  return useSetting(context, TOKEN, connectOrTell)
    .then((message) => ({ message: translateFor(context, message) }));
}

/**
 * @param {import('./context').ModuleContext} context
 * @param {string} text or a translation key of the server
 * @returns {string} in the server's language; a key that the release has stays one
 */
function translateFor(context, text) {
  const { settings } = context.services().get('settings');
  return createTranslator(settings.get('Language'), context.layout.major)(text);
}

/**
 * Works with the text of a setting and empties it when that went well: what it holds is secret and
 * of no more use.
 *
 * @param {import('./context').ModuleContext} context
 * @param {string} id
 * @param {(text: string) => Promise<any>} work
 * @returns {Promise<any>} what `work` gave
 */
function useSetting(context, id, work) {
  const services = context.services();
  return readText(services, id).then(work)
    .then((answer) => writeText(services, id, '').then(() => answer));
}

/** @param {any} error of an answer */
const sentences = (error) => (error ? `${error.cause} ${error.remedy}` : '');

/** @param {any} answer @param {Translate} translate */
function disconnectedMessage(answer, translate) {
  const parts = [translate('Disconnected.'), sentences(answer.error), answer.meaning];
  return parts.filter(Boolean).join(' ');
}

/** @param {any} answer @param {Translate} translate */
function appliedMessage({ license }, translate) {
  return license && license.error
    ? `${translate('The workspace is registered.')} ${sentences(license.error)}`
    : 'Cloud_register_success';
}

/** @param {any} answer @param {Translate} translate */
function diagnosisMessage({ checks }, translate) {
  const found = checks
    .filter((/** @type {any} */ { verdict }) => verdict === 'failed' || verdict === 'warning');
  if (found.length === 0) {
    return translate('Everything on the way to the cloud works.');
  }
  return found.map((/** @type {any} */ { name, detail, error }) => (
    `${name}: ${error ? sentences(error) : detail}`)).join(' ');
}

module.exports = { buttons };
