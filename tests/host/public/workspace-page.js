import { call, callMethod, demand } from './api.js';
import { followConfirmation } from './confirmation.js';
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

function openEmailDialog(refresh) {
  const email = make('input', { type: 'email', name: 'email' });
  const dialog = openDialog('Register by e-mail',
    make('p', {}, 'Step 1 of 2. A link to confirm the registration is sent to you.'),
    field('Cloud account e-mail', email),
    make('footer', {}, button('Next', async () => {
      const { intentData } = await demand('POST', 'cloud.createRegistrationIntent',
        { resend: false, email: email.value });
      dialog.close();
      openConfirmationDialog(email.value, intentData, refresh);
    }, { className: 'primary' })));
}

function openConfirmationDialog(email, intent, refresh) {
  const resend = button('Resend e-mail', async () => {
    await demand('POST', 'cloud.createRegistrationIntent', { resend: true, email });
    toast('Email sent');
  }, { className: 'link' });
  const dialog = openDialog('Awaiting confirmation',
    make('p', {}, 'Step 2 of 2. An e-mail was sent to ', make('strong', {}, email),
      ' with a link. Check that the page shows this code:'),
    make('p', { id: 'security-code' }, intent.user_code), make('footer', {}, resend));
  const stop = followConfirmation(intent, async () => {
    dialog.close();
    toast(translate('Workspace_registered'));
    await refresh();
  });
  dialog.addEventListener('close', stop);
}

function openRegisterDialog(refresh) {
  const next = (text, open) => button(text, () => {
    dialog.close();
    open(refresh);
  });
  const dialog = openDialog('Register workspace',
    make('p', {}, 'A registered workspace gets push notifications, the marketplace and licenses.'),
    make('footer', {}, next('Use token', openTokenDialog),
      next('Register by e-mail', openEmailDialog)));
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
