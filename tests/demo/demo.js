'use strict';

const { once } = require('node:events');
const { parseArgs } = require('node:util');

const { Story } = require('./story');
const { Terminal } = require('./terminal');

const USAGE = `Usage: npm run demo -- [--release 5.2|6.4|6|7|8] [--once]
  --release  shape of Rocket.Chat 6.13, 7.2 or 8.6 (default 8)
  --once     ends after the story; the exit code tells whether all of it happened
`;

/** @returns {{release: string, once: boolean, help: boolean}} */
function readArguments() {
  const { values } = parseArgs({
    options: {
      release: { type: 'string', default: '8' },
      once: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (!['5.2', '6.4', '6', '7', '8'].includes(values.release)) {
    throw new Error(`There is no release ${values.release}; choose 5.2, 6.4, 6, 7 or 8.`);
  }
  return values;
}

/** @param {Story} story @param {Terminal} terminal @returns {Promise<boolean>} all happened */
async function tell(story, terminal) {
  for (const [title, happen] of story.steps) {
    const started = Date.now();
    try {
      const detail = await happen();
      terminal.done(title, Date.now() - started, detail);
    } catch (error) {
      const log = story.server && story.server.host ? story.server.log.slice(-10) : [];
      terminal.failed(title, Date.now() - started, [error.message, ...log].join('\n'));
      return false;
    }
  }
  return true;
}

/** @param {Terminal} terminal @param {Story} story waits for Ctrl-C */
async function stayUp(terminal, story) {
  terminal.line();
  story.pages().forEach((page) => terminal.line(page));
  terminal.line('Ctrl-C ends both.');
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  terminal.line();
}

async function main() {
  const { release, once: ends, help } = readArguments();
  if (help) {
    process.stdout.write(USAGE);
    return;
  }
  const terminal = new Terminal(process.stdout);
  const story = new Story(release);
  terminal.title(`A server in the shape of Rocket.Chat ${release}.x is registered with a cloud.`);
  try {
    const happened = await tell(story, terminal);
    if (!happened) {
      terminal.line('The story broke off.');
      process.exitCode = 1;
    } else if (!ends) {
      await stayUp(terminal, story);
    }
  } finally {
    await story.end();
  }
}

main().catch((error) => {
  process.stderr.write(`${error.message}\n${USAGE}`);
  process.exitCode = 2;
});
