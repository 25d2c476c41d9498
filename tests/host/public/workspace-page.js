import { call, callMethod, demand } from './api.js';
import { button, field, make, openDialog, toast, translate } from './page.js';

function openTokenDialog(refresh) {
  const token = make('input', { type: 'text', name: 'token' });
  const connect = button('Connect workspace', async () => {
    try {
      if (!await callMethod('cloud:connectWorkspace', token.value.trim())) {
        throw new Error(translate('RegisterWorkspace_Connection_Error'));
      }
      dialog.close();
      toast('Connected');
    } finally {
      await refresh();
    }
  }, { className: 'primary' });
  const dialog = openDialog('Register with a token',
    make('p', {}, 'Go to cloud.rocket.chat > Workspaces, click "Register self-managed", and paste '
      + 'the token here.'),
    field(translate('Registration_Token'), token), make('footer', {}, connect));
}

function openRegisterDialog(refresh) {
  const dialog = openDialog('Register workspace',
    make('p', {}, 'A registered workspace gets push notifications, the marketplace and licenses.'),
    make('footer', {}, button('Use token', () => {
      dialog.close();
      openTokenDialog(refresh);
    })));
}

function openRegisteredDialog(refresh) {
  const sync = button(translate('Sync'), async () => {
    try {
      await demand('POST', 'cloud.syncWorkspace', {});
      dialog.close();
      toast(translate('RegisterWorkspace_Syncing_Complete'));
    } finally {
      await refresh();
    }
  }, { className: 'primary' });
  const dialog = openDialog(translate('Workspace_registered'),
    make('p', {}, 'Push notifications, the marketplace and licenses reach this workspace.'),
    make('footer', {}, sync));
}

/** Shows the card with version and registration, which opens the dialogs. */
export async function showWorkspace(root) {
  const refresh = () => showWorkspace(root);
  const [{ info }, { registrationStatus: status }] = await Promise.all(
    [call('GET', 'info'), call('GET', 'cloud.registrationStatus')],
  );
  if (!status) {
    root.replaceChildren('You may not see the workspace. Log in as an admin.');
    return;
  }
  const registered = status.workspaceRegistered;
  const label = registered ? translate('Workspace_registered') : 'Workspace not registered';
  const open = registered
    ? button(label, () => openRegisteredDialog(refresh), { className: 'link' })
    : button('Register workspace', () => openRegisterDialog(refresh), { className: 'primary' });
  root.replaceChildren(
    make('nav', {}, make('a', { href: '/admin/workspace' }, 'Workspace'),
      make('a', { href: '/admin/settings/Workspace_Registration' }, 'Workspace registration'),
      make('a', { href: '/admin/settings/General' }, 'Settings')),
    make('h1', {}, 'Workspace'),
    make('section', { className: 'card' },
      make('h2', {}, `Version ${info ? info.version : ''}`),
      make('p', { id: 'registration' }, label),
      make('p', {}, make('small', { id: 'workspace-id' }, status.workspaceId || '')), open),
  );
}
