'use strict';

const { ask } = require('../calling');
const { cloudError } = require('../cloud-error');

// The files of `syncWorkspace/`. The server calls the first of them; the others are parts of the
// original's sequence that other files may import. Each makes one whole sync, shared with whoever
// syncs at the same time, but for the sync of the releases before 6.4, which is a call of its own.

// Without a registration or a token that the cloud accepts there is nothing to sync, and that is
// no error for the callers.
const NOTHING_TO_SYNC = ['registration.not-registered', 'cloud.client.unknown'];

/** @param {import('../context').ModuleContext} context @returns {Promise<any>} */
function sync(context) {
  return ask(context, 'sync', { reason: 'admin' });
}

/**
 * @param {import('../context').ModuleContext} context
 * @returns {Promise<undefined>} resolves as well when there is nothing to sync
 */
function syncQuietly(context) {
  return sync(context).then(() => undefined, (/** @type {any} */ error) => {
    if (!NOTHING_TO_SYNC.includes(error.code)) {
      throw cloudError(context, error);
    }
    return undefined;
  });
}

/** @param {import('../context').ModuleContext} context */
function syncWorkspace(context) {
  return { exports: { syncWorkspace: () => syncQuietly(context) } };
}

/**
 * A part of the original's sequence: true, or an error.
 *
 * @param {import('../context').ModuleContext} context
 * @param {(context: import('../context').ModuleContext) => Promise<any>} work
 */
function part(context, work) {
  return () => work(context).then(() => true, (/** @type {any} */ error) => {
    throw cloudError(context, error);
  });
}

/** @param {import('../context').ModuleContext} context */
const announcementSync = (context) => ({ exports: { announcementSync: part(context, sync) } });
/** @param {import('../context').ModuleContext} context */
const syncCloudData = (context) => ({ exports: { syncCloudData: part(context, sync) } });

/** @param {import('../context').ModuleContext} context */
const legacySyncWorkspace = (context) => ({
  exports: { legacySyncWorkspace: part(context, () => ask(context, 'legacySync')) },
});

/**
 * `fetchWorkspaceSyncPayload.ts` (8.x). The module uses its own token and registration data, so
 * those of the caller are not looked at; the answer is what the sync has left in the workspace.
 *
 * @param {import('../context').ModuleContext} context
 */
function syncPayload(context) {
  const present = (/** @type {any} */ { workspaceId }) => {
    const { Settings } = context.services().get('models');
    const ids = ['Cloud_Workspace_PublicKey', 'Enterprise_License'];
    return Promise.all(ids.map((id) => Settings.getValueById(id)))
      .then(([publicKey, license]) => ({
        workspaceId,
        publicKey: publicKey || undefined,
        license: license || '',
        removeLicense: !license,
      }));
  };
  return {
    exports: {
      fetchWorkspaceSyncPayload: (/** @type {object} */ _request) => sync(context)
        .catch((/** @type {any} */ error) => {
          throw cloudError(context, error);
        }).then(present),
    },
  };
}

module.exports = {
  syncWorkspace, syncQuietly, announcementSync, syncCloudData, legacySyncWorkspace, syncPayload,
};
