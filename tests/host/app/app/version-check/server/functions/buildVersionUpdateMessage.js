import { sendMessagesToAdmins } from '../../../../server/lib/sendMessagesToAdmins';
import { settings } from '../../../settings/server';
import { Info } from '../../../utils/rocketchat.info';
import { writeSettings } from '/server/lib/cloud/registrationSettings';

const LATEST = 'Update_LatestAvailableVersion';

/** Compares versions, and throws for one that is none, as everything about versions does here. */
function compare(a, b) {
  const none = [a, b].find((version) => !/^\d+\.\d+\.\d+(-[\w.-]+)?$/.test(version));
  if (none !== undefined) {
    throw new TypeError(`Invalid Version: ${none}`);
  }
  return a.localeCompare(b, 'en', { numeric: true });
}

function noticeOf({ version, infoUrl }) {
  return {
    msgs: () => [{ msg: `Version ${version} is available.\n${infoUrl}` }],
    banners: [{
      id: `versionUpdate-${version}`.replace(/\./g, '_'), priority: 10, modifiers: [],
      title: 'Update_your_RocketChat', text: 'New_version_available_(s)',
      textArguments: [version], link: infoUrl,
    }],
  };
}

/** Tells the admins, once, of the newest version that is newer than this server. */
export const buildVersionUpdateMessage = async (versions = []) => {
  const known = settings.get(LATEST);
  if (process.env.TEST_MODE || !known) {
    return;
  }
  const [newest] = versions
    .filter(({ version }) => compare(version, known) > 0 && compare(version, Info.version) > 0)
    .filter(({ version }) => !version.includes('-'))
    .sort((a, b) => compare(b.version, a.version));
  if (newest) {
    await writeSettings([[LATEST, newest.version]], 'buildVersionUpdateMessage');
    await sendMessagesToAdmins(noticeOf(newest));
  }
};
