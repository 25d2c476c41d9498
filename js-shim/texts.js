'use strict';

const texts = /** @type {Object<string, Object<string, string>>} */ (
  require('../settings/texts.json'));

/**
 * Keys that releases before 6 have no text for, and what says the same there: a key that they have,
 * or a text of the module.
 *
 * @type {Map<string, string>}
 */
const BEFORE_6 = new Map(Object.entries({
  Cloud_Workspace_Id: 'Workspace ID',
  Disconnect_workspace: 'Disconnect workspace',
  RegisterWorkspace_Syncing_Complete: 'Sync_success',
  Registration_Token: 'Registration token',
  Registration_status: 'Registration status',
  Workspace_registered: 'The workspace is registered.',
}));

/**
 * Translates the module's own texts. What the server has a translation key for is not among them:
 * keys pass unchanged and are translated by the browser, for each user in the user's language. The
 * browser gets no texts of the module, so these are in the server's language for everybody.
 *
 * @param {string|undefined} language the server's setting `Language`, e.g. "pt-BR"
 * @param {number} [major] of the server's release: what it has no key for is replaced
 * @returns {(text: string) => string} the text itself where there is no translation
 */
function createTranslator(language, major = Infinity) {
  const [base] = String(language || 'en').toLowerCase().split(/[-_]/);
  return (given) => {
    const text = (major < 6 && BEFORE_6.get(given)) || given;
    const translations = texts[text];
    return (translations && translations[base]) || text;
  };
}

module.exports = { BEFORE_6, createTranslator };
