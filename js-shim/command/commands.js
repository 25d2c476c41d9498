'use strict';

const fs = require('fs');
const { readText, registrationToken } = require('./input');
const { SHELLS, completion } = require('./completion');
const { diagnose } = require('./doctor');
const { writeSupportBundle } = require('./support-bundle');
const {
  EXIT, FLAGS, UsageError, VALUES,
} = require('./usage');
const {
  checksText, doneText, entriesText, statusText,
} = require('./texts');

/**
 * What a command has at hand.
 *
 * @typedef {object} Scene
 * @property {import('./server').Server} server not for those of WITHOUT_SERVER
 * @property {() => Promise<import('./server').Server>} connect
 * @property {import('./arguments').Arguments} args
 * @property {NodeJS.ProcessEnv} env
 * @property {(line: string) => void} tell one line of progress for people
 * @property {import('./colour').Paint} paint
 *
 * @typedef {{answer: any, text: string, code?: number}} Outcome the server's answer, the same for
 *     people, and the exit code if it is not 0
 * @typedef {(scene: any) => Promise<Outcome>} Command takes a Scene
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

  async diagnose({ server, paint }) {
    const answer = await server.get('registrar.diagnose');
    return { answer, text: checksText(answer.checks, paint) };
  },

  async doctor({
    args, env, connect, paint,
  }) {
    const { checks } = await diagnose({ values: args.values, env, connect });
    const success = !checks.some(({ verdict }) => verdict === 'failed');
    return {
      answer: { success, checks },
      text: checksText(checks, paint),
      code: success ? EXIT.ok : EXIT.refused,
    };
  },

  async 'support-bundle'({ args, env, connect }) {
    const { file } = await writeSupportBundle({
      file: args.words[1], values: args.values, env, connect,
    });
    return {
      answer: { success: true, file },
      text: `Written to ${file}. Secrets are removed; read it before you send it.`,
    };
  },

  async completion({ args }) {
    const script = completion(args.words[1], commandLine());
    return { answer: { success: true, script }, text: script };
  },

  async journal({ server }) {
    const answer = await server.get('registrar.journal');
    return { answer, text: entriesText(answer.entries) };
  },
};

/** @returns {import('./completion').CommandLine} */
const commandLine = () => ({
  program: 'registrar',
  commands: Object.keys(commands),
  actions: { offline: 'export import', completion: SHELLS.join(' ') },
  values: VALUES,
  files: ['token-file', 'offline', 'bundle', 'node', 'log'],
  flags: FLAGS,
});

/** @type {Command} */
async function registerByToken({
  server, args, env, tell,
}) {
  const token = await registrationToken(args.values, env, tell);
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

// How many questions lie between two lines that say that it still waits.
const TELL_EVERY = 6;

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
  for (let asked = 1; ; asked += 1) {
    await wait(intentData.interval);
    const { pollData } = await server.get(
      `cloud.confirmationPoll?deviceCode=${encodeURIComponent(intentData.device_code)}`,
    );
    if (pollData.successful) {
      const { workspaceId } = pollData.payload;
      const answer = { success: true, workspaceId };
      return { answer, text: doneText('Registered', answer) };
    }
    if (asked % TELL_EVERY === 0) {
      tell(`Still waiting, for ${Math.round(asked * intentData.interval)} s so far.`);
    }
  }
}

/** Commands that work while no server runs. */
const WITHOUT_SERVER = ['doctor', 'support-bundle', 'completion'];

module.exports = { commandLine, commands, WITHOUT_SERVER };
