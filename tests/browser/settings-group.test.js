'use strict';

const assert = require('node:assert/strict');
const { describe, test } = require('node:test');

const { useScene } = require('../integration/support/scene');
const { picture, seeToast, useBrowser, whyNoBrowser } = require('./support/browser');
const { GROUP, press, seeSetting } = require('./support/steps');

/** Types into a setting, as one does before Save changes. */
async function enter(tab, label, text) {
  const control = tab.getByLabel(label, { exact: true });
  await control.fill(text);
  await control.blur();
  await seeToast(tab, 'Settings updated');
}

describe('registration from the settings group', { skip: whyNoBrowser() }, () => {
  const scene = useScene({ release: '8' });
  const browser = useBrowser();
  let tab;

  test('a token that was entered there registers, and does not stay', async () => {
    tab = await browser.adminTab(scene.server.url);
    await tab.goto(GROUP);
    await enter(tab, 'Registration Token', scene.cloud.issueToken().token);
    await press(tab, 'Register');
    await seeToast(tab, 'registered');
    assert.equal((await scene.admin.status()).state, 'registered');
    assert.equal(await scene.admin.setting('Registrar_Token'), '');
    await scene.settled();
  });

  test('Diagnose says how the way to the cloud is', async () => {
    await tab.goto(GROUP);
    await press(tab, 'Diagnose');
    await seeToast(tab, /cloud/);
  });
});

describe('offline registration from the settings group', { skip: whyNoBrowser() }, () => {
  const scene = useScene({ release: '8' });
  const browser = useBrowser();
  let tab;

  test('the data for the cloud console is written and can be copied', async () => {
    tab = await browser.adminTab(scene.server.url);
    await tab.goto(GROUP);
    await press(tab, 'Copy');
    await seeToast(tab, 'The data is below');
    const data = await seeSetting(tab, 'Registrar_Offline_Data', /./);
    assert.equal(JSON.parse(Buffer.from(data, 'base64').toString()).address, scene.server.url);
  });

  test('own data pasted back is refused with a remedy', async () => {
    const data = await tab.locator('#Registrar_Offline_Data').inputValue();
    await enter(tab, 'Answer of the cloud console', data);
    await press(tab, 'Apply');
    await tab.locator('#toast.error').waitFor();
    assert.equal((await scene.admin.registration()).workspaceRegistered, false);
  });

  test('the answer of the cloud console registers', async () => {
    const data = await tab.locator('#Registrar_Offline_Data').inputValue();
    await enter(tab, 'Answer of the cloud console', scene.cloud.registerOffline(data));
    await press(tab, 'Apply');
    await seeToast(tab, 'registered');
    const [workspace] = scene.cloud.workspaces;
    assert.equal((await scene.admin.registration()).workspaceId, workspace.workspaceId);
    assert.equal((await scene.admin.status()).state, 'offline');
    await seeSetting(tab, 'Registrar_State', /^offline$/);
    await picture(tab, 'offline');
  });
});
