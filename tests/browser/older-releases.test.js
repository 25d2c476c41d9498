'use strict';

const assert = require('node:assert/strict');
const { describe, test } = require('node:test');

const { useScene } = require('../integration/support/scene');
const { seeToast, useBrowser, whyNoBrowser } = require('./support/browser');
const { press, seeRegistered } = require('./support/steps');

for (const release of ['6', '7']) {
  describe(`the admin pages of release ${release}`, { skip: whyNoBrowser() }, () => {
    const scene = useScene({ release });
    const browser = useBrowser();

    test('register with a token, sync and disconnect', async () => {
      const tab = await browser.adminTab(scene.server.url);
      await press(tab, 'Register workspace');
      await press(tab, 'Use token');
      await tab.getByLabel('Registration Token').fill(scene.cloud.issueToken().token);
      await press(tab, 'Connect workspace');
      await seeRegistered(tab);
      await scene.settled();
      const before = scene.requests('sync').length;
      await tab.goto('/admin/settings/Workspace_Registration');
      await press(tab, 'Sync');
      await seeToast(tab, 'Sync Complete');
      assert.equal(scene.requests('sync').length, before + 1);
      await press(tab, 'Disconnect workspace');
      await seeToast(tab, 'Disconnected');
      assert.equal((await scene.admin.registration()).workspaceRegistered, false);
    });
  });
}
