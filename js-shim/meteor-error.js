'use strict';

/**
 * An error that passes DDP and REST with its words: code, cause and remedy.
 *
 * @param {import('./context').ModuleContext} context
 * @param {any} error of the native module
 * @returns {Error}
 */
function meteorError(context, error) {
  const { Error: MeteorError } = context.services().meteor();
  return new MeteorError(error.code || 'module.internal', error.message);
}

module.exports = { meteorError };
