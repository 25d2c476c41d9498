'use strict';

const { requireBearer } = require('../bearer');
const { CallError } = require('../call-error');

/** The shop's page; the token must have been asked for with the billing scope. */
function checkout(context) {
  const workspace = requireBearer(context, 'workspace:billing');
  const { body } = context;
  const isAddress = (field) => body && typeof body[field] === 'string';
  if (!isAddress('okCallback') || !isAddress('cancelCallback')) {
    throw new CallError(400, 'checkout_invalid_callbacks');
  }
  return { status: 200, json: { url: `${context.baseUrl}/checkout/${workspace.workspaceId}` } };
}

/** Also asked by workspaces that are not registered: the bearer is checked only if there is one. */
function supportedVersions(context) {
  if (context.headers.authorization) requireBearer(context);
  return { status: 200, json: context.supportWindow.current(context.config.supportedVersions) };
}

module.exports = {
  routes: [
    { call: 'checkout', method: 'POST', path: /^\/api\/v2\/checkout$/, body: 'json', handle: checkout },
    {
      call: 'supportedVersions', method: 'GET', handle: supportedVersions,
      path: /^\/v2\/server\/supportedVersions$/,
    },
  ],
};
