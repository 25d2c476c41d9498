/** What all pages are made of: elements, texts, toasts and dialogs. */

const WORDS = {
  Sync: 'Sync',
  Disconnect_workspace: 'Disconnect workspace',
  Disconnected: 'Disconnected',
  Cloud_Service_Agree_PrivacyTerms_Description: 'I agree to the terms and the privacy policy',
  Cloud_Service_Agree_PrivacyTerms: 'Cloud Service Privacy Terms Agreement',
  Cloud_register_success: 'Your workspace has been successfully registered!',
  Cloud_Workspace_Id: 'Cloud Workspace ID',
  LDAP_Reconnect: 'Reconnect',
  Registration_status: 'Registration status',
  Registration_Token: 'Registration Token',
  RegisterWorkspace_Connection_Error: 'The token was not recognised.',
  RegisterWorkspace_Syncing_Complete: 'Sync Complete',
  RegisterWorkspace_Syncing_Error: 'An error occurred syncing your workspace',
  Workspace_registered: 'Workspace registered',
  Setup_Wizard: 'Setup Wizard',
};
const TOAST_MS = 8000;

let toastTimer;

/** @param {string} key of a translation, or a text that is shown as it is */
export const translate = (key) => WORDS[key] || key;

/** @param {string} key @returns {boolean} whether the client has a translation of it */
export const hasTranslation = (key) => key in WORDS;

/** Makes an element; children may be texts. */
export function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/** A labelled control. */
export function field(label, control) {
  return make('label', { className: 'field' }, make('span', {}, label), control);
}

/**
 * A button that cannot be pressed twice; what its work throws becomes a toast.
 *
 * @param {string} text
 * @param {function(): *} work
 * @param {object} [properties]
 */
export function button(text, work, properties = {}) {
  const element = make('button', { type: 'button', ...properties }, text);
  element.onclick = async () => {
    element.disabled = true;
    try {
      await work();
    } catch (error) {
      toast(error.message, true);
    }
    element.disabled = false;
  };
  return element;
}

export function toast(text, isError = false) {
  const box = document.getElementById('toast');
  box.textContent = text;
  box.className = isError ? 'error' : '';
  box.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => {
    box.hidden = true;
  }, TOAST_MS);
}

/**
 * Opens a dialog over the page.
 *
 * @param {string} title
 * @param {...(Node|string)} content
 * @returns {HTMLDialogElement} its `close()` takes it away
 */
export function openDialog(title, ...content) {
  const dialog = make('dialog', { ariaLabel: title });
  const close = make('button', { type: 'button', className: 'close', ariaLabel: 'Close' }, '×');
  close.onclick = () => dialog.close();
  dialog.append(make('header', {}, make('h2', {}, title), close), ...content);
  dialog.onclose = () => dialog.remove();
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
