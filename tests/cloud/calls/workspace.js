'use strict';

const { requireBearer } = require('../bearer');
const { CallError } = require('../call-error');
const { licensePayload, licenseText } = require('../license');
const { publicKeyOf } = require('../payload');
const { requireRegistrationData } = require('./registration');

const WRITE = 'workspace:client:write';

/** The workspace of the token must be the one that the address names. */
function requireOwn(context, scope) {
  const workspace = requireBearer(context, scope);
  if (workspace.clientId !== context.params[0]) throw new CallError(403, 'workspace_not_yours');
  return workspace;
}

/** @param {object} workspace @param {object} data registration data of this moment */
function recordSync(workspace, data) {
  workspace.syncs += 1;
  workspace.lastSyncAt = new Date().toISOString();
  workspace.disconnected = data.connectionDisable === true;
  workspace.lastData = data;
}

function sync(context) {
  const workspace = requireOwn(context, WRITE);
  recordSync(workspace, requireRegistrationData(context.body));
  const removeLicense = workspace.removeLicenseOnce;
  workspace.removeLicenseOnce = false;
  return {
    status: 200,
    json: {
      workspaceId: workspace.workspaceId,
      publicKey: publicKeyOf(workspace),
      license: licenseText(workspace, context.config.license),
      ...(removeLicense && { removeLicense }),
      cloudSyncAnnouncement: context.config.cloudSyncAnnouncement,
    },
  };
}

function comms(context) {
  const workspace = requireBearer(context, WRITE);
  requireRegistrationData(context.body);
  return {
    status: 200,
    json: {
      workspaceId: workspace.workspaceId,
      publicKey: publicKeyOf(workspace),
      nps: context.config.nps,
      announcements: context.config.announcements,
    },
  };
}

/** The sync of releases before 6.4. */
function client(context) {
  const workspace = requireOwn(context, WRITE);
  recordSync(workspace, requireRegistrationData(context.body));
  const { trial, nps, banners } = context.config;
  return {
    status: 200,
    json: {
      workspaceId: workspace.workspaceId,
      publicKey: publicKeyOf(workspace),
      ...(trial && { trial }),
      ...(nps && { nps }),
      banners,
    },
  };
}

function license(context) {
  const workspace = requireOwn(context, 'workspace:license:read');
  if (context.query.version !== '3') throw new CallError(400, 'license_version_unsupported');
  return { status: 200, json: licensePayload(workspace, context.config.license) };
}

/** The license goes with the next sync. */
function downgrade(context) {
  const workspace = requireOwn(context, WRITE);
  workspace.downgraded = true;
  workspace.removeLicenseOnce = true;
  return { status: 200, json: {} };
}

module.exports = {
  routes: [
    {
      call: 'sync', method: 'POST', body: 'json', handle: sync,
      path: /^\/api\/oauth\/clients\/([^/]+)\/sync$/,
    },
    { call: 'comms', method: 'POST', body: 'json', handle: comms, path: /^\/api\/v3\/comms\/workspace$/ },
    {
      call: 'client', method: 'POST', body: 'json', handle: client,
      path: /^\/api\/oauth\/clients\/([^/]+)\/client$/,
    },
    { call: 'license', method: 'GET', handle: license, path: /^\/api\/oauth\/clients\/([^/]+)\/license$/ },
    {
      call: 'downgrade', method: 'POST', handle: downgrade,
      path: /^\/api\/oauth\/clients\/([^/]+)\/client\/downgrade$/,
    },
  ],
};
