'use strict';

const fs = require('fs');
const os = require('os');

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
    instance: {
      name: `${os.hostname()}:${process.pid}`,
      place: processPlace(),
      pid: process.pid,
    },
    licenseVersion: layout.licenseVersion,
    net: {
      // Not loaded with this file: the server has loaded it by now.
      rootCertificates: require('tls').rootCertificates.join('\n'),
      extraCaFiles: env.NODE_EXTRA_CA_CERTS ? [env.NODE_EXTRA_CA_CERTS] : [],
      // curl's rule: HTTP_PROXY in capitals can be set by a CGI client, but this is no CGI.
      httpProxy: either('HTTP_PROXY'),
      httpsProxy: either('HTTPS_PROXY'),
      noProxy: either('NO_PROXY'),
      userAgent: `Registrar/${moduleVersion} (Rocket.Chat ${serverVersion})`,
    },
  };
}

/**
 * Where the numbers of processes mean something: one boot of one machine and one of its process
 * namespaces (containers have their own). An instance that crashed is known to be gone by it.
 *
 * @returns {string} empty when it cannot be told
 */
function processPlace() {
  try {
    const boot = fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${fs.readlinkSync('/proc/self/ns/pid')}`;
  } catch (_) {
    return '';
  }
}

module.exports = { moduleConfig };
