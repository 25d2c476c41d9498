import { call, callMethod, demand, publicSetting, saveSettings } from './api.js';
import { followConfirmation } from './confirmation.js';
import { button, field, make, toast } from './page.js';

const STATE_EVERY_MS = 500;
const STEPS = ['Admin info', 'Organization info', 'Register your server', 'Confirmation'];
const REGISTER_ERROR = 'The registration did not succeed. Try again, or see the log.';

const text = (name, value = '') => make('input', { type: 'text', name, value });
const tick = (name) => make('input', { type: 'checkbox', name });

/** The wizard's steps after the admin's own, and what the tab knows while it goes through them. */
class Wizard {
  constructor(root, { settings, serverAlreadyRegistered }) {
    this.root = root;
    this.settings = settings;
    this.skipsRegistration = serverAlreadyRegistered;
    this.stopAsking = () => {};
    /** What was ticked stays in this tab until the registration is confirmed. */
    this.consent = { agreement: false, updates: false };
  }

  /** @param {number} step 2 to 4 @param {...(Node|string)} content */
  show(step, ...content) {
    this.stopAsking();
    const count = this.skipsRegistration ? 2 : STEPS.length;
    history.replaceState(null, '', `/setup-wizard/${step}`);
    this.root.replaceChildren(make('section', { className: 'card wizard' },
      make('small', {}, `Step ${step} of ${count}`), make('h1', {}, STEPS[step - 1]), ...content));
  }

  showOrganization() {
    const valueOf = (id) => (this.settings.find(({ _id }) => _id === id) || { value: '' }).value;
    const inputs = {
      Organization_Name: ['Organization name', text('Organization_Name')],
      Industry: ['Industry', text('Industry')],
      Size: ['Size', text('Size')],
      Country: ['Country', text('Country')],
    };
    for (const [id, [, input]] of Object.entries(inputs)) {
      input.value = valueOf(id);
    }
    this.show(2, ...Object.values(inputs).map(([label, input]) => field(label, input)),
      make('footer', {}, button('Next', async () => {
        const values = Object.entries(inputs).map(([id, [, input]]) => [id, input.value]);
        await saveSettings(Object.fromEntries(values));
        await (this.skipsRegistration ? complete() : this.showRegistration());
      }, { className: 'primary' })));
  }

  async showRegistration() {
    const { ok, offline } = await call('POST', 'cloud.registerPreIntent', {});
    const email = make('input', { type: 'email', name: 'email' });
    const updates = tick('updates');
    const agreement = tick('agreement');
    const unreachable = !ok || offline;
    const register = button('Register', async () => {
      this.consent = { agreement: agreement.checked, updates: updates.checked };
      await this.register(email.value);
    }, { className: 'primary', disabled: unreachable });
    const byHand = button('Register offline', () => this.showOffline(), { className: 'link' });
    this.show(3,
      unreachable ? make('p', { id: 'offline', className: 'warning' },
        'The cloud cannot be reached from this server. Register offline instead.') : '',
      field('Cloud account e-mail', email), field('Send me updates', updates),
      field('I agree to the terms and the privacy policy', agreement),
      make('footer', {}, byHand, register));
  }

  async register(email, resend = false) {
    const { ok, intentData } = await call('POST', 'cloud.createRegistrationIntent',
      { resend, email });
    if (!ok) {
      toast(REGISTER_ERROR, true);
      return;
    }
    this.showConfirmation(email, intentData);
    await saveSettings({ Show_Setup_Wizard: 'in_progress' });
  }

  showConfirmation(email, intent) {
    this.show(4, make('p', {}, 'An e-mail was sent to ', make('strong', {}, email),
      ' with a link that confirms the registration. Check that the page shows this code:'),
    make('p', { id: 'security-code' }, intent.user_code),
    make('footer', {},
      button('Change e-mail', () => this.showRegistration(), { className: 'link' }),
      button('Resend e-mail', () => this.register(email, true), { className: 'link' })));
    this.stopAsking = followConfirmation(intent, () => this.confirmed());
  }

  async confirmed() {
    const { agreement, updates } = this.consent;
    await saveSettings({ Register_Server: true, Allow_Marketing_Emails: updates,
      Cloud_Service_Agree_PrivacyTerms: agreement });
    await complete();
  }

  async showOffline() {
    const data = await callMethod('cloud:getWorkspaceRegisterData');
    const key = make('textarea', { name: 'clientKey', rows: 6, readOnly: true, value: data });
    const answer = make('textarea', { name: 'token', rows: 6 });
    const agreement = tick('agreement');
    this.show(3, make('p', {}, 'Copy this text to the cloud console, under "Register offline".'),
      field('Data of this workspace', key),
      button('Copy', async () => {
        await navigator.clipboard.writeText(data);
        toast('Copied');
      }),
      make('p', {}, 'Paste here what the console answers.'),
      field('Answer of the cloud', answer),
      field('I agree to the terms and the privacy policy', agreement),
      make('footer', {},
        button('Back', () => this.showRegistration(), { className: 'link' }),
        button('Complete registration', async () => {
          await saveSettings({ Cloud_Service_Agree_PrivacyTerms: agreement.checked });
          await demand('POST', 'cloud.manualRegister', { cloudBlob: answer.value });
          await complete();
        }, { className: 'primary' })));
  }
}

async function complete() {
  toast('Your workspace is ready');
  await saveSettings({ Show_Setup_Wizard: 'completed' });
}

/** An open wizard is left when the setting says so, whoever wrote it. */
function leaveWhenCompleted() {
  const timer = setInterval(async () => {
    if (await publicSetting('Show_Setup_Wizard') === 'completed') {
      clearInterval(timer);
      location.assign('/admin/workspace');
    }
  }, STATE_EVERY_MS);
}

/** Shows the wizard to an admin. */
export async function showWizard(root) {
  const wizard = new Wizard(root, await callMethod('getSetupWizardParameters'));
  leaveWhenCompleted();
  wizard.showOrganization();
}
