'use strict';

const { meteorError } = require('../meteor-error');

// The files of `syncWorkspace/`. The server calls the first of them; the others are parts of the
// original's sequence that other files may import. Each makes one whole sync, shared with whoever
// syncs at the same time.

// Without a registration or a token that the cloud accepts there is nothing to sync, and that is
// no error for the callers.
const NOTHING_TO_SYNC = ['registration.not-registered', 'cloud.client.unknown'];

/** @param {import('../context').ModuleContext} context @returns {Promise<any>} */
function sync(context) {
  return context.registrar().sync({ reason: 'admin' });
}

/** @param {import('../context').ModuleContext} context */
function syncWorkspace(context) {
  return {
    exports: {
      syncWorkspace: () => sync(context).then(() => undefined, (/** @type {any} */ error) => {
        if (!NOTHING_TO_SYNC.includes(error.code)) {
          throw meteorError(context, error);
        }
      }),
    },
  };
}

/**
 * A part of the original's sequence: true, or the originals' error when not registered.
 *
 * @param {import('../context').ModuleContext} context
 */
function part(context) {
  return () => sync(context).then(() => true, (/** @type {any} */ error) => {
    if (error.code === 'registration.not-registered') {
      const { CloudWorkspaceRegistrationError } = context.services().get('registrationError');
      throw new CloudWorkspaceRegistrationError('Workspace is not registered');
    }
    throw meteorError(context, error);
  });
}

/** @param {import('../context').ModuleContext} context */
const announcementSync = (context) => ({ exports: { announcementSync: part(context) } });
/** @param {import('../context').ModuleContext} context */
const syncCloudData = (context) => ({ exports: { syncCloudData: part(context) } });
/** @param {import('../context').ModuleContext} context */
const legacySyncWorkspace = (context) => ({ exports: { legacySyncWorkspace: part(context) } });

module.exports = {
  syncWorkspace, announcementSync, syncCloudData, legacySyncWorkspace,
};
