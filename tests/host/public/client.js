'use strict';
/* eslint-env browser */

const WORDS = {
  Sync: 'Sync',
  Disconnect_workspace: 'Disconnect workspace',
  Disconnected: 'Disconnected',
  Reconnect: 'Reconnect',
  Registration_Token: 'Registration Token',
  RegisterWorkspace_Syncing_Complete: 'Sync Complete',
  RegisterWorkspace_Syncing_Error: 'An error occurred syncing your workspace',
  Workspace_registered: 'Workspace registered',
  Setup_Wizard: 'Setup Wizard',
};
const TOAST_MS = 8000;

const translate = (key) => WORDS[key] || key;
const session = JSON.parse(localStorage.getItem('session') || 'null');

/** Makes an element; children may be texts. */
function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

async function call(method, route, body) {
  const credentials = session
    ? { 'X-User-Id': session.userId, 'X-Auth-Token': session.authToken } : {};
  const response = await fetch(`/api/v1/${route}`, {
    method, body: body && JSON.stringify(body),
    headers: { 'Content-Type': 'application/json', ...credentials },
  });
  return { ok: response.ok, ...await response.json() };
}

/** Calls a DDP method over REST, as the buttons of the real page do. */
async function callMethod(name, ...params) {
  const message = JSON.stringify({ msg: 'method', id: String(Date.now()), method: name, params });
  const answer = await call('POST', `method.call/${encodeURIComponent(name)}`, { message });
  const { result, error } = answer.message ? JSON.parse(answer.message) : { error: answer };
  if (error) {
    throw new Error(error.reason || error.message || error.error);
  }
  return result;
}

let toastTimer;

function toast(text, isError = false) {
  const box = document.getElementById('toast');
  box.textContent = text;
  box.className = isError ? 'error' : '';
  box.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => {
    box.hidden = true;
  }, TOAST_MS);
}

function showLogin(root) {
  const name = make('input', { type: 'text', name: 'user', value: 'admin' });
  const password = make('input', { type: 'password', name: 'password', value: 'admin' });
  const form = make('form', {}, make('h1', {}, 'Log in'), make('p', {}, name),
    make('p', {}, password), make('button', {}, 'Log in'));
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

function showWizard(root, state) {
  const complete = make('button', { id: 'complete', disabled: state === 'completed' }, 'Complete');
  complete.onclick = async () => {
    const { ok } = await call('POST', 'settings/Show_Setup_Wizard', { value: 'completed' });
    toast(ok ? 'The setup wizard is completed' : 'That was refused', !ok);
    setTimeout(() => location.assign('/admin/settings/Workspace_Registration'), 1000);
  };
  root.replaceChildren(make('h1', {}, 'Setup wizard'),
    make('p', {}, 'State: ', make('strong', { id: 'wizard-state' }, state)), complete);
}

function makeButton(setting) {
  const button = make('button', { id: setting._id }, translate(setting.actionText || setting._id));
  button.onclick = async () => {
    button.disabled = true;
    try {
      const result = await callMethod(setting.value);
      toast(result && result.message ? translate(result.message) : '');
    } catch (error) {
      toast(error.message, true);
    }
    button.disabled = false;
    await show();
  };
  return button;
}

async function save(setting, value) {
  const { ok, error } = await call('POST', `settings/${setting._id}`, { value });
  toast(ok ? 'Settings updated' : error || 'That was refused', !ok);
}

function makeField(setting) {
  if (setting.type === 'action') {
    return makeButton(setting);
  }
  const disabled = Boolean(setting.readonly || setting.blocked);
  let field;
  if (setting.type === 'boolean') {
    field = make('input', { type: 'checkbox', checked: Boolean(setting.value), disabled });
    field.onchange = () => save(setting, field.checked);
  } else if (setting.type === 'select') {
    const options = (setting.values || []).map(({ key, i18nLabel }) => make('option',
      { value: key, selected: key === setting.value }, translate(i18nLabel || key)));
    field = make('select', { disabled }, ...options);
    field.onchange = () => save(setting, field.value);
  } else {
    field = make('input', { type: setting.type === 'password' ? 'password' : 'text', disabled });
    field.value = String(setting.value);
    field.onchange = () => save(setting,
      setting.type === 'int' ? Number(field.value) : field.value);
  }
  return Object.assign(field, { id: setting._id });
}

function makeSection(name, settings) {
  const rows = settings.map((setting) => make('div', { className: 'setting' },
    make('label', {}, translate(setting.i18nLabel || setting._id),
      make('small', {}, setting._id)), makeField(setting)));
  return make('fieldset', {}, make('legend', {}, translate(name || 'General')), ...rows);
}

function showGroup(root, settings, groupId) {
  const groups = settings.filter(({ type }) => type === 'group');
  const group = groups.find(({ _id }) => _id === groupId) || groups[0];
  const links = groups.map(({ _id, i18nLabel }) => make('a',
    { href: `/admin/settings/${encodeURIComponent(_id)}` }, translate(i18nLabel)));
  const own = settings.filter((setting) => setting.group === group._id)
    .sort((a, b) => a.sorter - b.sorter);
  const sections = [...new Set(own.map(({ section }) => section))];
  root.replaceChildren(make('nav', {}, ...links, make('a', { href: '/setup-wizard' }, 'Wizard')),
    make('h1', {}, translate(group.i18nLabel)), ...sections.map((section) => makeSection(section,
      own.filter((setting) => setting.section === section))));
}

/** Admins are sent to the wizard from every page while it is in progress. */
async function show() {
  const root = document.getElementById('root');
  const me = session ? await call('GET', 'me') : { ok: false };
  if (!me.ok) {
    showLogin(root);
    return;
  }
  const { settings: [wizard] } = await call('GET', 'settings.public?_id=Show_Setup_Wizard');
  if (location.pathname.startsWith('/setup-wizard')) {
    showWizard(root, wizard.value);
    return;
  }
  if (wizard.value === 'in_progress' && me.roles.includes('admin')) {
    location.assign('/setup-wizard/2');
    return;
  }
  const { settings } = await call('GET', 'settings');
  if (!settings) {
    root.replaceChildren('You may not see the settings. Log in as an admin.');
    return;
  }
  const last = decodeURIComponent(location.pathname.split('/').pop());
  showGroup(root, settings, last || 'Workspace_Registration');
}

show().catch((error) => toast(error.message, true));
