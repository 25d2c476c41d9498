'use strict';

const { createServices } = require('./services');

/**
 * What the replacements share: the way to the server's services and the native module, which is
 * made when the first of them needs it.
 *
 * @typedef {object} ModuleContext
 * @property {import('./fit').FittingLayout} layout
 * @property {(requireInApp: (id: string) => any) => void} attach gives the way to the services
 * @property {() => import('./services').Services} services
 * @property {() => import('./supported-versions').SupportedVersions} supportedVersions
 * @property {() => any} registrar the native Registrar (module/node/registrar_object.h)
 * @property {() => string} handedLicense the text of the license that the server got last
 * @property {() => void} settingsDefined says that the module's settings exist
 * @property {() => void} started says that the native module has been started, well or not
 * @property {() => Promise<void>} whenStarted resolves then
 * @property {string} moduleVersion
 */

/**
 * @param {{Registrar: new (port: object, config: object) => any}} addon
 * @param {import('./fit').FittingLayout} layout
 * @param {string} serverVersion
 * @param {string} moduleVersion
 * @returns {ModuleContext}
 */
function createModuleContext(addon, layout, serverVersion, moduleVersion) {
  /** @type {import('./services').Services | undefined} */
  let services;
  /** @type {import('./supported-versions').SupportedVersions | undefined} */
  let supportedVersions;
  /** @type {any} */
  let registrar;
  let handedLicense = '';
  let settingsDefined = () => {};
  /** @type {Promise<void>} */
  const whenSettingsDefined = new Promise((resolve) => {
    settingsDefined = resolve;
  });

  let started = () => {};
  /** @type {Promise<void>} */
  const whenStarted = new Promise((resolve) => {
    started = resolve;
  });

  const context = {
    layout,
    moduleVersion,
    settingsDefined: () => settingsDefined(),
    started: () => started(),
    whenStarted: () => whenStarted,
    attach(/** @type {(id: string) => any} */ requireInApp) {
      services = services || createServices(requireInApp, layout);
    },
    services() {
      if (!services) {
        throw new Error('Registrar was called before the server had loaded its cloud files.');
      }
      return services;
    },
    supportedVersions() {
      supportedVersions = supportedVersions
        || require('./supported-versions').createSupportedVersions(context.services());
      return supportedVersions;
    },
    handedLicense: () => handedLicense,
    registrar() {
      if (!registrar) {
        // What is loaded here, the server need not wait for before its own files.
        const { moduleConfig } = require('./config');
        const { createStatusDisplay } = require('./status-display');
        const port = require('./port').createPort(context.services(), layout, {
          publishStatus: createStatusDisplay(context.services(), whenSettingsDefined),
          supportedVersions: context.supportedVersions(),
        });
        const { applyLicense } = port;
        port.applyLicense = (argument) => {
          handedLicense = argument.license;
          return applyLicense(argument);
        };
        registrar = new addon.Registrar(port, moduleConfig(layout, serverVersion, moduleVersion));
      }
      return registrar;
    },
  };
  return context;
}

module.exports = { createModuleContext };
