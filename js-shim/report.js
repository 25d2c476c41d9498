'use strict';

/**
 * Writes to the server's log what went wrong and is not told to a caller. Never throws.
 *
 * @param {import('./context').ModuleContext} context
 * @param {string} what failed
 * @param {any} error of the native module, or any other
 */
function report(context, what, error) {
  try {
    context.services().get('logger').SystemLogger.error({
      msg: `Registrar: ${what} failed`, code: error.code, reason: String(error.message || error),
    });
  } catch (_) {
    console.error(`Registrar: ${what} failed (${String(error)}).`);
  }
}

module.exports = { report };
