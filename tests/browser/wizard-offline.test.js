'use strict';

const assert = require('node:assert/strict');
const { describe, test } = require('node:test');

const { useScene } = require('../integration/support/scene');
const { picture, seeToast, useBrowser, whyNoBrowser } = require('./support/browser');
const { press, reachRegistration, seeRegistered } = require('./support/steps');

/** Far more than two tries to reach the cloud take. */
const LET_GO_LIMIT_MS = 120000;

describe('the setup wizard without a way to the cloud', { skip: whyNoBrowser() }, () => {
  const scene = useScene({ release: '8', wizard: 'pending' });
  const browser = useBrowser();
  let tab;

  test('the wizard says that the cloud is out of reach', async () => {
    await scene.cloud.setFaults([{ match: {}, fault: { type: 'refuse' } }]);
    tab = await reachRegistration(browser, scene);
    await tab.locator('#offline').waitFor();
    assert.ok(await tab.getByRole('button', { name: 'Register', exact: true }).isDisabled());
    await picture(tab, 'wizard-offline');
  });

  test('what is not an answer of the cloud changes nothing', async () => {
    // A second try that fails as well would end the wizard: nobody is locked out.
    await scene.cloud.setFaults([]);
    await press(tab, 'Register offline');
    await tab.getByLabel('Answer of the cloud').fill('no answer');
    await press(tab, 'Complete registration');
    await tab.locator('#toast.error').waitFor();
    assert.equal((await scene.admin.registration()).workspaceRegistered, false);
  });

  test('data copied out and the answer pasted in register the workspace', async () => {
    await press(tab, 'Copy');
    await seeToast(tab, 'Copied');
    const data = await tab.evaluate('navigator.clipboard.readText()');
    await tab.getByLabel('Answer of the cloud').fill(scene.cloud.registerOffline(data));
    await press(tab, 'Complete registration');
    await seeRegistered(tab);
    const [workspace] = scene.cloud.workspaces;
    assert.equal((await scene.admin.registration()).workspaceId, workspace.workspaceId);
  });
});

describe('the setup wizard, registration required, the cloud out of reach',
  { skip: whyNoBrowser() }, () => {
    const scene = useScene({ release: '8', wizard: 'pending' });
    const browser = useBrowser();

    test('the open wizard is left: nobody is locked out', async () => {
      await scene.cloud.setFaults([{ match: {}, fault: { type: 'refuse' } }]);
      const tab = await reachRegistration(browser, scene);
      await tab.locator('#registration', { hasText: 'Workspace not registered' })
        .waitFor({ timeout: LET_GO_LIMIT_MS });
      assert.equal(await scene.admin.setting('Show_Setup_Wizard'), 'completed');
    });
  });
