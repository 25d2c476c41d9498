'use strict';

const assert = require('node:assert/strict');
const { describe, test } = require('node:test');

const { useScene } = require('../integration/support/scene');
const { picture, seeToast, useBrowser, whyNoBrowser } = require('./support/browser');
const { press, seeHeading, seeRegistered } = require('./support/steps');

const HEADINGS = { 5.2: 'Connectivity Services', 6.4: 'Registration' };

for (const [release, heading] of Object.entries(HEADINGS)) {
  describe(`the page ${heading} of release ${release}`, { skip: whyNoBrowser() }, () => {
    const scene = useScene({ release });
    const browser = useBrowser();

    test('a token registers, Sync syncs, Disconnect and Reconnect', async () => {
      const tab = await browser.adminTab(scene.server.url, '/admin/cloud');
      await seeHeading(tab, heading);
      await tab.getByLabel('Token').fill(scene.cloud.issueToken().token);
      await press(tab, 'Connect');
      await seeRegistered(tab);
      await scene.settled();
      if (release === '5.2') await picture(tab, 'connectivity-services');

      const before = scene.requests('sync').length;
      await press(tab, 'Sync');
      await seeToast(tab, 'Sync Complete');
      assert.equal(scene.requests('sync').length, before + 1);

      await press(tab, 'Disconnect');
      await seeToast(tab, 'Disconnected');
      await tab.locator('#registration', { hasText: 'Workspace not registered' }).waitFor();

      await press(tab, 'Reconnect');
      await seeToast(tab, 'Connected');
      await seeRegistered(tab);
      assert.equal(scene.cloud.workspaces.length, 1, 'no second workspace');
    });
  });
}
