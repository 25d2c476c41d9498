import { callbacks } from '@callbacks';
import { settings } from '../../../../app/settings/server';
import { addLicense, setURL } from './license';

/** Nothing is stored here: whoever brings a license keeps it in the settings. */
export function startLicense() {
  settings.watch('Site_Url', (url) => {
    if (url) {
      setURL(url);
    }
  });
  settings.watch('Enterprise_License', addLicense);
  callbacks.add('workspaceLicenseChanged', (license) => {
    addLicense(license);
  });
}
