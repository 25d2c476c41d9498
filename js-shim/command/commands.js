'use strict';

const fs = require('fs');
const { readText, registrationToken } = require('./input');
const { UsageError } = require('./usage');
const {
  checksText, doneText, entriesText, statusText,
} = require('./texts');

/**
 * What a command has at hand.
 *
 * @typedef {object} Scene
 * @property {import('./server').Server} server
 * @property {import('./arguments').Arguments} args
 * @property {NodeJS.ProcessEnv} env
 * @property {(line: string) => void} tell one line of progress for people
 *
 * @typedef {{answer: any, text: string}} Outcome the server's answer, and the same for people
 * @typedef {(scene: Scene) => Promise<Outcome>} Command
 */

/** @type {Object<string, Command>} */
const commands = {
  async status({ server }) {
    const answer = await server.get('registrar.status');
    return { answer, text: statusText(answer.status) };
  },

  async sync({ server }) {
    const answer = await server.post('registrar.sync');
    return { answer, text: doneText('Synced', answer) };
  },

  register(scene) {
    const { email, offline } = scene.args.values;
    if (email) return registerByEmail(scene, email);
    if (offline) return applyOffline(scene, offline);
    return registerByToken(scene);
  },

  async disconnect({ server, args }) {
    if (!args.flags.yes) {
      throw new UsageError('Disconnecting stops push notifications through the vendor\'s gateway, '
        + 'the marketplace and licenses. Say --yes if you mean it.');
    }
    const answer = await server.post('registrar.disconnect', { confirm: true });
    return { answer, text: `${doneText('Disconnected', answer)}\n${answer.meaning}` };
  },

  async reconnect({ server }) {
    const answer = await server.post('registrar.reconnect');
    return { answer, text: doneText('Reconnected', answer) };
  },

  async offline(scene) {
    const [, action, file] = scene.args.words;
    if (action === 'export') return exportOffline(scene, file);
    if (action === 'import' && file) return applyOffline(scene, file);
    throw new UsageError('offline knows: offline export [FILE], offline import FILE.');
  },

  async diagnose({ server }) {
    const answer = await server.get('registrar.diagnose');
    return { answer, text: checksText(answer.checks) };
  },

  async journal({ server }) {
    const answer = await server.get('registrar.journal');
    return { answer, text: entriesText(answer.entries) };
  },
};

/** @type {Command} */
async function registerByToken({ server, args, env }) {
  const token = await registrationToken(args.values, env);
  const answer = await server.post('registrar.register', { token });
  return { answer, text: doneText('Registered', answer) };
}

/** @param {Scene} scene @param {string} file @returns {Promise<Outcome>} */
async function applyOffline({ server }, file) {
  const answer = await server.post('registrar.offlineApply', { blob: await readText(file) });
  return { answer, text: doneText('Registered', answer) };
}

/** @param {Scene} scene @param {string} [file] @returns {Promise<Outcome>} */
async function exportOffline({ server }, file) {
  const answer = await server.get('registrar.offlineData');
  if (!file) return { answer, text: answer.blob };
  // The data tells much about the workspace.
  fs.writeFileSync(file, `${answer.blob}\n`, { mode: 0o600 });
  return { answer, text: `Written to ${file}.` };
}

/** @param {number} seconds */
const wait = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/** @param {Scene} scene @param {string} email @returns {Promise<Outcome>} */
async function registerByEmail({ server, tell }, email) {
  const { intentData } = await server.post(
    'cloud.createRegistrationIntent',
    { resend: false, email },
  );
  tell(`A link was sent to ${email}. Compare this code with the one of the link: `
    + `${intentData.user_code}`);
  tell('Waiting. The server goes on by itself when this command is ended.');
  for (;;) {
    await wait(intentData.interval);
    const { pollData } = await server.get(
      `cloud.confirmationPoll?deviceCode=${encodeURIComponent(intentData.device_code)}`,
    );
    if (pollData.successful) {
      const { workspaceId } = pollData.payload;
      const answer = { success: true, workspaceId };
      return { answer, text: doneText('Registered', answer) };
    }
  }
}

module.exports = { commands };
