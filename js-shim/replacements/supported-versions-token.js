'use strict';

/**
 * `supportedVersionsToken.ts`: the signed support window for /api/info, from the settings while it
 * is there, and its refresh.
 *
 * @param {import('../context').ModuleContext} context
 */
function supportedVersionsToken(context) {
  /** @param {Promise<any>} promise */
  const wrapPromise = (promise) => promise.then(
    (result) => ({ success: true, result }),
    (error) => ({ success: false, error }),
  );

  /** @param {Promise<any>} promise of a response of fetch */
  const handleResponse = (promise) => wrapPromise(promise.then((response) => {
    if (response.ok) {
      return response.json();
    }
    if (!(response.size > 0)) {
      throw new Error(response.statusText);
    }
    return response.json().then((/** @type {any} */ body) => {
      throw new Error(body.error);
    });
  }));

  const reset = () => refresh(context);
  const getCachedSupportedVersionsToken = Object.assign(() => {
    const stored = context.supportedVersions().stored();
    return stored ? Promise.resolve(stored) : reset();
  }, { reset });

  return { exports: { getCachedSupportedVersionsToken, wrapPromise, handleResponse } };
}

/**
 * @param {import('../context').ModuleContext} context
 * @returns {Promise<string | undefined>} the signed text that is in force afterwards
 */
function refresh(context) {
  const versions = context.supportedVersions();
  if (process.env.CLOUD_SUPPORTED_VERSIONS_TOKEN) {
    return Promise.resolve(process.env.CLOUD_SUPPORTED_VERSIONS || 'null')
      .then((text) => versions.apply(JSON.parse(text)));
  }
  return context.registrar().refreshSupportWindow().then(
    () => versions.stored(),
    // Without the cloud, build and license still tell.
    () => versions.apply(undefined),
  );
}

module.exports = { supportedVersionsToken };
