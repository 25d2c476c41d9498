'use strict';

const tls = require('tls');

/**
 * What the native module takes from its process, read once.
 *
 * @param {import('./fit').Layout} layout
 * @param {string} serverVersion
 * @param {string} moduleVersion
 */
function moduleConfig(layout, serverVersion, moduleVersion) {
  const { env } = process;
  const either = (/** @type {string} */ name) => env[name.toLowerCase()] || env[name] || '';
  return {
    regToken: env.REG_TOKEN || '',
    wizardOverridden: Boolean(env.OVERWRITE_SETTING_Show_Setup_Wizard),
    saas: env.DEPLOY_PLATFORM === 'rocket-cloud',
    releasesUrl: (env.OVERWRITE_INTERNAL_RELEASE_URL || '').trim() || undefined,
    serverVersion,
    storesAnnouncementPayload: layout.storesAnnouncementPayload,
    net: {
      rootCertificates: tls.rootCertificates.join('\n'),
      extraCaFiles: env.NODE_EXTRA_CA_CERTS ? [env.NODE_EXTRA_CA_CERTS] : [],
      // curl's rule: HTTP_PROXY in capitals can be set by a CGI client, but this is no CGI.
      httpProxy: either('HTTP_PROXY'),
      httpsProxy: either('HTTPS_PROXY'),
      noProxy: either('NO_PROXY'),
      userAgent: `Registrar/${moduleVersion} (Rocket.Chat ${serverVersion})`,
    },
  };
}

module.exports = { moduleConfig };
