'use strict';

const assert = require('node:assert/strict');

const { eventually } = require('../../integration/support/wait');

/** The module's own group of settings. */
const GROUP = '/admin/settings/Workspace_Registration';

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

/**
 * Waits for the value of a setting, which the page shows when it is opened anew.
 * @param {Page} tab
 * @param {string} id
 * @param {RegExp} wanted
 * @returns {Promise<string>} the value
 */
function seeSetting(tab, id, wanted) {
  return eventually(async () => {
    await tab.goto(GROUP);
    const shown = await tab.locator(`#${id}`).inputValue();
    return wanted.test(shown) && shown;
  }, { what: `${id} as ${wanted}` });
}

module.exports = { GROUP, press, reachRegistration, seeHeading, seeRegistered, seeSetting };
