'use strict';

const { exportedNames } = require('./exports-reader');
const { findFile, mentions } = require('./tree');

const CLOUD_ROUTES = '/app/api/server/v1/cloud.ts';

/**
 * One entry of manifest.json: how a range of releases is laid out.
 *
 * @typedef {object} Layout
 * @property {string} name
 * @property {number} major the release's major version
 * @property {string[]} tested versions that were tried
 * @property {boolean} positionalScope whether getWorkspaceAccessTokenWithScope takes two arguments
 * @property {boolean} tokensInSettings whether access tokens are kept in settings
 * @property {number} licenseVersion the version of licenses that the release reads
 * @property {string} [syncSwitch] the server's own setting that stops scheduled syncs
 * @property {boolean} [synchronous] whether the server's own functions need a fiber, and some of
 *     those that are replaced may give no promise
 * @property {boolean} [keepsNoLicense] whether the license code leaves it to others to store a
 *     license, and to hand it over again at each start
 * @property {Object<string, string>} [standIns] what stands in for services that are not there
 * @property {string[]} [keepsMethods] DDP methods that the server has itself
 * @property {Object<string, string>} services module ids of the host services, by name
 * @property {Object<string, string[]>} uses exports that are needed of files that stay
 * @property {Object<string, {exports: string[], replacement: string}>} replaces
 *
 * @typedef {{layouts: Layout[]}} Manifest
 * @typedef {import('./tree').Tree} Tree
 * @typedef {object} Found what was seen in the server's files
 * @property {Map<string, import('./tree').TreeFile>} files those that are replaced
 * @property {boolean} hasConnectRoute whether the server has the endpoint cloud.connectWorkspace
 *
 * @typedef {Layout & Found} FittingLayout
 */

/**
 * Chooses the layout that this server has. A release is accepted by fit, not by its number: every
 * file must be there and export every name.
 *
 * @param {Tree} tree
 * @param {Manifest} manifest
 * @param {string} version the server's version, '' if unknown
 * @returns {{layout?: FittingLayout, reason: string}} without a layout the reason, one sentence
 */
function chooseLayout(tree, manifest, version) {
  const major = Number.parseInt(version, 10);
  const candidates = manifest.layouts.filter((layout) => layout.major === major);
  if (candidates.length === 0) {
    const known = manifest.layouts.map((layout) => layout.name).join(', ');
    return { reason: `this module knows the releases ${known}.` };
  }
  // Of several the last one is the most usual, so its misfit is told.
  let reason = '';
  for (const layout of candidates) {
    const misfit = findMisfit(tree, layout);
    if (misfit === '') {
      return { layout: { ...layout, ...lookUp(tree, layout) }, reason: '' };
    }
    reason = misfit;
  }
  return { reason };
}

/**
 * @param {Tree} tree
 * @param {Layout} layout
 * @returns {string} the first thing that does not fit, as a sentence, or ''
 */
function findMisfit(tree, layout) {
  const needed = [
    ...Object.entries(layout.uses),
    ...Object.entries(layout.replaces).map(([id, file]) => [id, file.exports]),
  ];
  for (const [id, names] of /** @type {[string, string[]][]} */ (needed)) {
    const file = findFile(tree, id);
    if (!file) {
      return `the file ${id} is not where it should be.`;
    }
    const exported = exportedNames(file.source);
    const missing = names.filter((name) => !exported.has(name));
    if (missing.length > 0) {
      return `the file ${id} does not export ${missing.join(', ')}.`;
    }
  }
  return '';
}

/**
 * @param {Tree} tree
 * @param {Layout} layout
 * @returns {Found}
 */
function lookUp(tree, layout) {
  return {
    files: new Map(Object.keys(layout.replaces).map((id) => [
      id, /** @type {import('./tree').TreeFile} */ (findFile(tree, id)),
    ])),
    hasConnectRoute: mentions(tree, CLOUD_ROUTES, 'cloud.connectWorkspace'),
  };
}

module.exports = { chooseLayout };
