'use strict';

const { meteorError } = require('./meteor-error');

// Callers in the server tell errors of the cloud apart by their class, so a failure comes as the
// class that the originals throw for it. With the fields of a Meteor.Error it passes DDP with its
// code, cause and remedy all the same.

const CLASSES = /** @type {[RegExp, string, string][]} */ ([
  [/^registration\.not-registered$/, 'registrationError', 'CloudWorkspaceRegistrationError'],
  [/^cloud\.access\./, 'accessError', 'CloudWorkspaceAccessError'],
  [/^cloud\./, 'connectionError', 'CloudWorkspaceConnectionError'],
  [/^license\./, 'licenseError', 'CloudWorkspaceLicenseError'],
]);

/**
 * @param {import('./context').ModuleContext} context
 * @param {any} error of the native module
 * @returns {Error} a Meteor.Error where the release or the failure has no class of its own
 */
function cloudError(context, error) {
  const [, service, name] = CLASSES.find(([codes]) => codes.test(error.code)) || [];
  const found = service && context.services().find(service);
  if (!found || !name) {
    return meteorError(context, error);
  }
  return Object.assign(new found[name](error.message), {
    isClientSafe: true, errorType: 'Meteor.Error', error: error.code, reason: error.message,
  });
}

module.exports = { cloudError };
