'use strict';

const assert = require('node:assert/strict');
const { describe, test } = require('node:test');

const { useScene } = require('../integration/support/scene');
const { useBrowser, whyNoBrowser } = require('./support/browser');
const { press, reachRegistration, seeHeading, seeRegistered } = require('./support/steps');

describe('the setup wizard and a token', { skip: whyNoBrowser() }, () => {
  const scene = useScene({ release: '8', wizard: 'pending' });
  const browser = useBrowser();

  test('a token given elsewhere registers while the wizard waits', async () => {
    const tab = await reachRegistration(browser, scene);
    const { token } = scene.cloud.issueToken();
    await scene.admin.call('cloud:connectWorkspace', token);
    await tab.reload();
    await seeHeading(tab, 'Organization info');
    await tab.getByText('Step 2 of 2').waitFor();
    await press(tab, 'Next');
    await seeRegistered(tab);
    assert.equal(await scene.admin.setting('Show_Setup_Wizard'), 'completed');
  });
});

describe('the setup wizard and a token of the environment', { skip: whyNoBrowser() }, () => {
  const token = 'reg-by-environment';
  const scene = useScene({
    release: '8', wizard: 'pending', env: { REG_TOKEN: token },
    prepare: ({ cloud }) => cloud.issueToken({ token }),
  });
  const browser = useBrowser();

  test('it registers while the admin stands before the registration step; lets go', async () => {
    const tab = await reachRegistration(browser, scene);
    await seeRegistered(tab);
    assert.equal(await scene.admin.setting('Show_Setup_Wizard'), 'completed');
    assert.equal(scene.requests('connect').length, 1);
    assert.ok(!scene.server.log.some((line) => line.includes('cannot be reached')));
  });
});
