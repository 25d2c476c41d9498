'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { after, before } = require('node:test');

const { chromium } = require('playwright-core');

const IMAGES = path.join(__dirname, '..', '..', '..', 'docs', 'images');
const EXECUTABLE = process.env.CHROMIUM || '/usr/bin/chromium';
const STEP_LIMIT_MS = 20000;
const SIZE = { width: 900, height: 700 };

/** @returns {string|false} why no browser can be started, for a test's `skip` */
function whyNoBrowser() {
  return fs.existsSync(EXECUTABLE) ? false
    : `needs Chromium (apt install chromium, or its path in CHROMIUM); there is no ${EXECUTABLE}`;
}

/** A headless Chromium, which reaches this machine and nothing else. */
class Browser {
  async open() {
    this.chromium = await chromium.launch({
      executablePath: EXECUTABLE,
      args: ['--no-sandbox', '--no-proxy-server', '--disable-component-update',
        '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1'],
    });
  }

  /**
   * A tab of its own, as of another person.
   * @param {string} url of the server
   * @returns {Promise<import('playwright-core').Page>}
   */
  async tab(url) {
    const context = await this.chromium.newContext({ baseURL: url, viewport: SIZE });
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: url });
    context.setDefaultTimeout(STEP_LIMIT_MS);
    return context.newPage();
  }

  /**
   * A tab in which the admin is logged in.
   * @param {string} url of the server
   * @param {string} [page] where to begin
   */
  async adminTab(url, page = '/admin/workspace') {
    const tab = await this.tab(url);
    await tab.goto(page);
    await tab.getByLabel('User').fill('admin');
    await tab.getByLabel('Password').fill('admin');
    await tab.getByRole('button', { name: 'Log in' }).click();
    await tab.getByRole('heading', { name: 'Log in' }).waitFor({ state: 'detached' });
    return tab;
  }

  async close() {
    if (this.chromium) await this.chromium.close();
  }
}

/** A browser for all tests of the present group. @returns {Browser} */
function useBrowser() {
  const browser = new Browser();
  before(() => browser.open());
  after(() => browser.close());
  return browser;
}

/**
 * Waits for the toast that follows a press of a button.
 * @param {import('playwright-core').Page} tab
 * @param {string|RegExp} text
 */
async function seeToast(tab, text) {
  await tab.locator('#toast', { hasText: text }).waitFor();
}

/**
 * Keeps a picture of what the tab shows in docs/images, only with REGISTRAR_SCREENSHOTS=yes.
 * @param {import('playwright-core').Page} tab
 * @param {string} name of the file, without .png
 */
async function picture(tab, name) {
  if (process.env.REGISTRAR_SCREENSHOTS !== 'yes') return;
  await tab.screenshot({ path: path.join(IMAGES, `${name}.png`), fullPage: true });
}

module.exports = { Browser, picture, seeToast, useBrowser, whyNoBrowser };
