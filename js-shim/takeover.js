'use strict';

const { interceptApplication } = require('./intercept');

// Every server waits for what is loaded here, so the rest is loaded when it is its turn.

/** @typedef {import('./tree').Tree} Tree */

/**
 * Waits for the application's files and decides, all or nothing, whether the module takes over.
 */
function install() {
  interceptApplication(takeOver);
}

/**
 * Replaces the cloud files in the application's tree if release and addon fit; says in one line
 * what was decided. Never throws: the tree is either wholly changed or not at all.
 *
 * @param {Tree} tree files of the application, changed in place
 * @param {import('./fit').Manifest} [manifest] what the module knows of the releases
 */
function takeOver(tree, manifest) {
  try {
    const known = manifest || /** @type {any} */ (require('../manifest.json'));
    const { chooseLayout } = require('./fit');
    const { serverVersion } = require('./tree');
    const version = serverVersion(tree);
    const chosen = chooseLayout(tree, known, version);
    if (!chosen.layout) {
      say('warn', `not active on Rocket.Chat ${version || 'of unknown version'}: `
        + `${chosen.reason} The server runs its own code.`);
      return;
    }
    const { version: moduleVersion } = require('../package.json');
    const { createModuleContext } = require('./context');
    const { replacementsFor } = require('./replacements');
    const addon = require('./addon').loadAddon();
    const context = createModuleContext(addon, chosen.layout, version, moduleVersion);
    const replacements = replacementsFor(chosen.layout, context);
    for (const [file, factory] of replacements) {
      file.folder[file.name] = factory;
    }
    const tested = chosen.layout.tested.includes(version);
    say(tested ? 'log' : 'warn', `${moduleVersion} is active on Rocket.Chat ${version}: `
      + `${replacements.length} of its files are replaced`
      + `${tested ? '.' : '; it fits, but this release has not been tested.'}`);
  } catch (error) {
    say('warn', `not active: ${error instanceof Error ? error.message : String(error)} `
      + 'The server runs its own code.');
  }
}

/**
 * @param {'log'|'warn'} level
 * @param {string} text
 */
function say(level, text) {
  // The server's logger does not exist yet when this is decided.
  console[level](`Registrar ${text}`);
}

module.exports = { install, takeOver };
