import { call, callMethod } from './api.js';
import { button, field, make, toast, translate } from './page.js';

/**
 * The page that releases before 6.5 have for the workspace's relation to the cloud: a token to
 * connect with while the switch to the cloud is off or there is no registration, else Sync and
 * Disconnect; while it is off also a way back.
 *
 * @param {string} version of the server
 * @returns {boolean}
 */
export function hasConnectivityPage(version) {
  const [major, minor] = version.split('.').map(Number);
  return major < 6 || (major === 6 && minor < 5);
}

/** Calls a method that answers false when it did not work out. */
async function attempt(method, failure, ...params) {
  if (!await callMethod(method, ...params)) {
    throw new Error(translate(failure));
  }
}

const sync = () => attempt('cloud:syncWorkspace', 'RegisterWorkspace_Syncing_Error');

function connectSection(refresh) {
  const token = make('input', { type: 'text', name: 'token' });
  const connect = button('Connect', async () => {
    try {
      await attempt('cloud:connectWorkspace', 'RegisterWorkspace_Connection_Error',
        token.value.trim());
      toast('Connected');
      await sync();
    } finally {
      await refresh();
    }
  }, { className: 'primary' });
  return make('section', { className: 'card' }, field('Token', token), connect);
}

function reconnectSection(refresh, method) {
  const reconnect = button(translate('Reconnect'), async () => {
    try {
      await attempt(method, 'RegisterWorkspace_Connection_Error');
      toast('Connected');
    } finally {
      await refresh();
    }
  });
  return make('section', { className: 'card' }, reconnect);
}

function manageSection(refresh) {
  const press = (name, method, done) => button(name, async () => {
    try {
      await method();
      toast(done);
    } finally {
      await refresh();
    }
  });
  return make('section', { className: 'card' },
    press(translate('Sync'), sync, translate('RegisterWorkspace_Syncing_Complete')),
    press('Disconnect', () => attempt('cloud:disconnectWorkspace',
      'RegisterWorkspace_Disconnect_Error'), translate('Disconnected')));
}

/** @param {HTMLElement} root @param {string} version of the server */
export async function showConnectivity(root, version) {
  const refresh = () => showConnectivity(root, version);
  const isOldest = version.startsWith('5.');
  const { registrationStatus: status } = await call('GET', 'cloud.registrationStatus');
  if (!status) {
    root.replaceChildren('You may not see the workspace. Log in as an admin.');
    return;
  }
  const connected = status.workspaceRegistered && status.connectToCloud;
  const again = isOldest ? 'cloud:registerWorkspace' : 'cloud:reconnectWorkspace';
  root.replaceChildren(
    make('nav', {}, make('a', { href: '/admin/cloud' }, 'Workspace'),
      make('a', { href: '/admin/settings/Workspace_Registration' }, 'Workspace registration'),
      make('a', { href: '/admin/settings/General' }, 'Settings')),
    make('h1', {}, isOldest ? 'Connectivity Services' : 'Registration'),
    make('p', { id: 'registration' },
      connected ? translate('Workspace_registered') : 'Workspace not registered'),
    make('p', {}, make('small', { id: 'workspace-id' }, status.workspaceId || '')),
    ...(connected ? [manageSection(refresh)] : [connectSection(refresh)]),
    ...(status.connectToCloud ? [] : [reconnectSection(refresh, again)]),
  );
}
