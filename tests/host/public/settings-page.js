import { call, callMethod } from './api.js';
import { button, hasTranslation, make, toast, translate } from './page.js';

/** @param {object} setting of type `action` @param {function()} refresh */
function makeButton(setting, refresh) {
  const press = async () => {
    try {
      const result = await callMethod(setting.value);
      toast(result && result.message ? translate(result.message) : '');
    } finally {
      await refresh();
    }
  };
  return button(translate(setting.actionText || setting._id), press);
}

async function save(setting, value) {
  const { ok, error } = await call('POST', `settings/${setting._id}`, { value });
  toast(ok ? 'Settings updated' : error || 'That was refused', !ok);
}

function makeSelect(setting, disabled) {
  const options = (setting.values || []).map(({ key, i18nLabel }) => make('option',
    { value: key, selected: key === setting.value }, translate(i18nLabel || key)));
  const select = make('select', { disabled }, ...options);
  select.onchange = () => save(setting, select.value);
  return select;
}

function makeText(setting, disabled) {
  const input = setting.multiline ? make('textarea', { rows: 3, disabled })
    : make('input', { type: setting.type === 'password' ? 'password' : 'text', disabled });
  input.value = String(setting.value);
  input.onchange = () => save(setting,
    setting.type === 'int' ? Number(input.value) : input.value);
  return input;
}

function makeCheckbox(setting, disabled) {
  const input = make('input', { type: 'checkbox', checked: Boolean(setting.value), disabled });
  input.onchange = () => save(setting, input.checked);
  return input;
}

const CONTROLS = { boolean: makeCheckbox, select: makeSelect };

function makeControl(setting, refresh) {
  const disabled = Boolean(setting.readonly || setting.blocked);
  const control = setting.type === 'action' ? makeButton(setting, refresh)
    : (CONTROLS[setting.type] || makeText)(setting, disabled);
  return Object.assign(control, { id: setting._id });
}

/**
 * A button keeps its own text as its name. As in the real page a description is shown only if it is
 * a translation key, an alert always.
 */
function makeLabel(setting) {
  const label = make(setting.type === 'action' ? 'div' : 'label', {},
    translate(setting.i18nLabel || setting._id));
  label.htmlFor = setting._id;
  if (hasTranslation(setting.i18nDescription)) {
    label.append(make('small', {}, translate(setting.i18nDescription)));
  }
  return make('div', {}, label,
    setting.alert ? make('p', { className: 'warning' }, translate(setting.alert)) : '');
}

function makeSection(name, settings, refresh) {
  const rows = settings.map((setting) => make('div', { className: 'setting' },
    makeLabel(setting), makeControl(setting, refresh)));
  return make('fieldset', {}, make('legend', {}, translate(name || 'General')), ...rows);
}

/** Shows one group of settings; the buttons of action settings press. */
export async function showSettings(root, groupId) {
  const { settings } = await call('GET', 'settings');
  if (!settings) {
    root.replaceChildren('You may not see the settings. Log in as an admin.');
    return;
  }
  const groups = settings.filter(({ type }) => type === 'group');
  const group = groups.find(({ _id }) => _id === groupId) || groups[0];
  const links = groups.map(({ _id, i18nLabel }) => make('a',
    { href: `/admin/settings/${encodeURIComponent(_id)}` }, translate(i18nLabel)));
  const own = settings.filter((setting) => setting.group === group._id)
    .sort((a, b) => a.sorter - b.sorter);
  const sections = [...new Set(own.map(({ section }) => section))];
  const refresh = () => showSettings(root, groupId);
  root.replaceChildren(
    make('nav', {}, make('a', { href: '/admin/workspace' }, 'Workspace'), ...links),
    make('h1', {}, translate(group.i18nLabel)),
    ...sections.map((name) => makeSection(name, own.filter(({ section }) => section === name),
      refresh)),
  );
}
