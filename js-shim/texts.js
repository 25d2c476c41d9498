'use strict';

const texts = /** @type {Object<string, Object<string, string>>} */ (
  require('../settings/texts.json'));

/**
 * Translates the module's own texts. What the server has a translation key for is not among them:
 * keys pass unchanged and are translated by the browser, for each user in the user's language. The
 * browser gets no texts of the module, so these are in the server's language for everybody.
 *
 * @param {string|undefined} language the server's setting `Language`, e.g. "pt-BR"
 * @returns {(text: string) => string} the text itself where there is no translation
 */
function createTranslator(language) {
  const [base] = String(language || 'en').toLowerCase().split(/[-_]/);
  return (text) => {
    const translations = texts[text];
    return (translations && translations[base]) || text;
  };
}

module.exports = { createTranslator };
