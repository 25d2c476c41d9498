'use strict';

/**
 * Adds the module's REST endpoints. Must run while the application is evaluated: what is added
 * later is never served from release 8 on.
 *
 * @param {any} API the server's API object
 * @param {import('./context').ModuleContext} context
 */
function addRoutes(API, context) {
  API.v1.addRoute(
    'registrar.status',
    { authRequired: true, permissionsRequired: ['manage-cloud'] },
    {
      get: () => context.registrar().status().then(
        (/** @type {any} */ status) => API.v1.success({ status }),
        (/** @type {any} */ error) => API.v1.failure(error.message, error.code),
      ),
    },
  );
}

module.exports = { addRoutes };
