import { call, publicSetting, session } from './api.js';
import { hasConnectivityPage, showConnectivity } from './connectivity-page.js';
import { field, make, toast } from './page.js';
import { showSettings } from './settings-page.js';
import { showWizard } from './wizard.js';
import { showWorkspace } from './workspace-page.js';

function showLogin(root) {
  const name = make('input', { type: 'text', name: 'user', value: 'admin' });
  const password = make('input', { type: 'password', name: 'password', value: 'admin' });
  const form = make('form', { className: 'card' }, make('h1', {}, 'Log in'),
    field('User', name), field('Password', password), make('button', {}, 'Log in'));
  form.onsubmit = async (event) => {
    event.preventDefault();
    const { data } = await call('POST', 'login', { user: name.value, password: password.value });
    if (!data) {
      toast('User not found or incorrect password', true);
      return;
    }
    localStorage.setItem('session', JSON.stringify(data));
    location.reload();
  };
  root.replaceChildren(form);
}

/** Admins are sent to the wizard from every page until it is completed. */
async function show() {
  const root = document.getElementById('root');
  const me = session ? await call('GET', 'me') : { ok: false };
  if (!me.ok) {
    showLogin(root);
    return;
  }
  const inWizard = location.pathname.startsWith('/setup-wizard');
  const wanted = me.roles.includes('admin')
    && await publicSetting('Show_Setup_Wizard') !== 'completed';
  if (wanted !== inWizard) {
    location.assign(wanted ? '/setup-wizard/2' : '/admin/workspace');
  } else if (inWizard) {
    await showWizard(root);
  } else if (location.pathname.startsWith('/admin/settings/')) {
    await showSettings(root, decodeURIComponent(location.pathname.split('/').pop()));
  } else {
    const { info } = await call('GET', 'info');
    await (hasConnectivityPage(info.version) ? showConnectivity(root, info.version)
      : showWorkspace(root));
  }
}

show().catch((error) => toast(error.message, true));
