'use strict';

const assert = require('node:assert/strict');
const { describe, test } = require('node:test');

const { assertNoSecrets } = require('../integration/support/secrets');
const { useScene } = require('../integration/support/scene');
const { eventually } = require('../integration/support/wait');
const { picture, seeToast, useBrowser, whyNoBrowser } = require('./support/browser');
const { press, reachRegistration, seeHeading, seeRegistered } = require('./support/steps');

const EMAIL = 'owner@example.com';
/** Far more than the time after which the server no longer leaves the wizard to a tab. */
const TAB_COUNTS_AS_GONE_MS = 180000;

const options = {
  release: '8',
  wizard: 'pending',
  prepare: ({ cloud }) => cloud.configure({ intent: { interval: 1, expires_in: 900 } }),
};

/** Everything that the server answers to a tab from now on. */
function recordAnswers(tab) {
  const answers = [];
  tab.on('response', async (response) => {
    if (response.url().includes('/api/')) answers.push(await response.text().catch(() => ''));
  });
  return answers;
}

async function askForEmail(tab) {
  await tab.getByLabel('Cloud account e-mail').fill(EMAIL);
  await tab.getByLabel('I agree').check();
  await press(tab, 'Register');
  await seeHeading(tab, 'Confirmation');
}

/** Clicks the link in the e-mail. */
function confirm(scene) {
  const intent = [...scene.cloud.store.intents.values()].at(-1);
  scene.cloud.confirm({ userCode: intent.userCode });
}

describe('the setup wizard by e-mail', { skip: whyNoBrowser() }, () => {
  const scene = useScene(options);
  const browser = useBrowser();

  test('an admin registers, and no secret reaches the browser', async () => {
    const tab = await reachRegistration(browser, scene);
    await picture(tab, 'wizard-registration');
    const answers = recordAnswers(tab);
    await askForEmail(tab);
    const [intent] = scene.cloud.store.intents.values();
    await tab.locator('#security-code', { hasText: intent.userCode }).waitFor();
    await picture(tab, 'wizard-confirmation');
    confirm(scene);
    await seeRegistered(tab);
    assert.equal(await scene.admin.setting('Show_Setup_Wizard'), 'completed');
    assert.equal(await scene.admin.setting('Cloud_Service_Agree_PrivacyTerms'), true);
    assertNoSecrets(scene.cloud, answers, 'what the tab was answered');
    assert.ok(!answers.join('').includes(intent.deviceCode), 'the device code stays in the server');
  });
});

describe('the setup wizard by e-mail, the tab closed in the middle', { skip: whyNoBrowser() },
  () => {
    const scene = useScene(options);
    const browser = useBrowser();

    test('the server follows the e-mail to its end by itself', async () => {
      const tab = await reachRegistration(browser, scene);
      await askForEmail(tab);
      await tab.close();
      confirm(scene);
      await eventually(async () => (await scene.admin.registration()).workspaceRegistered,
        { what: 'the registration without a tab' });
      await eventually(async () => await scene.admin.setting('Show_Setup_Wizard') === 'completed',
        { what: 'the end of the wizard', limitMs: TAB_COUNTS_AS_GONE_MS });
      assert.equal(await scene.admin.setting('Cloud_Service_Agree_PrivacyTerms'), false,
        'nobody has agreed to the terms');
    });

    test('the admin who comes back finds the workspace registered', async () => {
      const tab = await browser.adminTab(scene.server.url);
      await seeRegistered(tab);
      const [workspace] = scene.cloud.workspaces;
      assert.equal(await tab.locator('#workspace-id').textContent(), workspace.workspaceId);
    });
  });

describe('the e-mail way from the workspace page', { skip: whyNoBrowser() }, () => {
  const scene = useScene({ ...options, wizard: 'completed' });
  const browser = useBrowser();

  test('an admin registers in a dialog, after asking for the e-mail again', async () => {
    const tab = await browser.adminTab(scene.server.url);
    await press(tab, 'Register workspace');
    await press(tab, 'Register by e-mail');
    await tab.getByLabel('Cloud account e-mail').fill(EMAIL);
    await press(tab, 'Next');
    await seeHeading(tab, 'Awaiting confirmation');
    await press(tab, 'Resend e-mail');
    await seeToast(tab, 'Email sent');
    confirm(scene);
    await seeToast(tab, 'Workspace registered');
    await seeRegistered(tab);
    assert.equal(await scene.admin.setting('Cloud_Service_Agree_PrivacyTerms'), false);
  });
});
