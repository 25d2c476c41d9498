'use strict';

const assert = require('node:assert/strict');
const { describe, test } = require('node:test');

const { useScene } = require('../integration/support/scene');
const { picture, seeToast, useBrowser, whyNoBrowser } = require('./support/browser');
const { GROUP, press, seeRegistered, seeSetting } = require('./support/steps');

describe('the buttons of the admin pages', { skip: whyNoBrowser() }, () => {
  const scene = useScene({ release: '8' });
  const browser = useBrowser();
  let tab;

  test('a token that is unknown to the cloud: the dialog says why', async () => {
    tab = await browser.adminTab(scene.server.url);
    await press(tab, 'Register workspace');
    await press(tab, 'Use token');
    await tab.getByLabel('Registration Token').fill('no-such-token');
    await press(tab, 'Connect workspace');
    await seeToast(tab, /token/i);
    await picture(tab, 'token-refused');
    assert.equal((await scene.admin.registration()).workspaceRegistered, false);
  });

  test('a good token in the dialog registers the workspace', async () => {
    await tab.getByLabel('Registration Token').fill(scene.cloud.issueToken().token);
    await press(tab, 'Connect workspace');
    await seeToast(tab, 'Connected');
    await seeRegistered(tab);
    const [workspace] = scene.cloud.workspaces;
    assert.equal(await tab.locator('#workspace-id').textContent(), workspace.workspaceId);
    await scene.settled();
  });

  test('Sync in the dialog "Workspace registered"', async () => {
    const before = scene.requests('sync').length;
    await press(tab, 'Workspace registered');
    await picture(tab, 'workspace-registered');
    await press(tab, 'Sync');
    await seeToast(tab, 'Sync Complete');
    assert.equal(scene.requests('sync').length, before + 1);
  });

  test('Sync in the settings group', async () => {
    const before = scene.requests('sync').length;
    await seeSetting(tab, 'Registrar_State', /^registered$/);
    await press(tab, 'Sync');
    await seeToast(tab, 'Sync Complete');
    assert.equal(scene.requests('sync').length, before + 1);
    await picture(tab, 'settings-group');
  });

  test('Disconnect, and the workspace page says so', async () => {
    await tab.getByText('The credentials are kept, so that Reconnect takes it back.').waitFor();
    await press(tab, 'Disconnect workspace');
    await seeToast(tab, 'Disconnected');
    assert.equal((await scene.admin.status()).state, 'disconnected');
    await seeSetting(tab, 'Registrar_State', /^disconnected$/);
    await tab.goto('/admin/workspace');
    await tab.locator('#registration', { hasText: 'Workspace not registered' }).waitFor();
  });

  test('Reconnect takes the same workspace back', async () => {
    const [workspace] = scene.cloud.workspaces;
    await tab.goto(GROUP);
    await press(tab, 'Reconnect');
    await seeToast(tab, 'Workspace registered');
    assert.equal((await scene.admin.registration()).workspaceId, workspace.workspaceId);
    await scene.settled();
  });

  test('a workspace that the cloud has forgotten is shown as such', async () => {
    scene.cloud.forgetWorkspace(scene.cloud.workspaces[0].workspaceId);
    await tab.goto(GROUP);
    await press(tab, 'Sync');
    await tab.locator('#toast.error').waitFor();
    await seeSetting(tab, 'Registrar_State', /^forgotten$/);
    assert.notEqual(await tab.locator('#Registrar_Last_Error').inputValue(), '');
    await picture(tab, 'forgotten');
  });

  test('a forgotten workspace is registered anew with a token', async () => {
    await tab.goto('/admin/workspace');
    await press(tab, 'Register workspace');
    await press(tab, 'Use token');
    await tab.getByLabel('Registration Token').fill(scene.cloud.issueToken().token);
    await press(tab, 'Connect workspace');
    await seeToast(tab, 'Connected');
    assert.equal((await scene.admin.status()).state, 'registered');
  });
});
