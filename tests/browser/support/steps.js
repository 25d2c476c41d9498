'use strict';

const assert = require('node:assert/strict');

/** @typedef {import('playwright-core').Page} Page */

/** @param {Page} tab @param {string} name */
const seeHeading = (tab, name) => tab.getByRole('heading', { name }).waitFor();

/** @param {Page} tab @param {string} name of a button */
const press = (tab, name) => tab.getByRole('button', { name, exact: true }).click();

/** @param {Page} tab waits until it shows a registered workspace */
const seeRegistered = (tab) => tab.locator('#registration', { hasText: 'Workspace registered' })
  .waitFor();

/**
 * Logs in, is sent to the wizard, and goes on to its registration step.
 * @param {import('./browser').Browser} browser
 * @param {import('../../integration/support/scene').Scene} scene
 * @returns {Promise<Page>}
 */
async function reachRegistration(browser, scene) {
  const tab = await browser.adminTab(scene.server.url);
  await seeHeading(tab, 'Organization info');
  assert.match(tab.url(), /\/setup-wizard\/2$/);
  await tab.getByLabel('Organization name').fill('Example');
  await tab.getByLabel('Country').fill('germany');
  await press(tab, 'Next');
  await seeHeading(tab, 'Register your server');
  return tab;
}

module.exports = { press, reachRegistration, seeHeading, seeRegistered };
