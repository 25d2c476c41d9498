'use strict';

const { report } = require('./report');

/**
 * An error that passes DDP and REST with its words: code, cause and remedy.
 *
 * @param {import('./context').ModuleContext} context
 * @param {any} error of the native module
 * @returns {Error}
 */
function meteorError(context, error) {
  const { Error: MeteorError } = context.services().meteor();
  if (!error || !error.code) {
    // No words for people: those go to the log alone.
    report(context, 'a call', error);
    return new MeteorError('module.internal',
      'The module has failed inside. Look at the server\'s log.');
  }
  return new MeteorError(error.code, error.message);
}

module.exports = { meteorError };
