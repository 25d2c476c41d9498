'use strict';

/** What the command was asked wrongly for; its message says what is allowed. */
class UsageError extends Error {}

const EXIT = Object.freeze({
  ok: 0,
  refused: 1, // the server or the cloud said no
  usage: 2,
  unreachable: 3, // the server did not answer
  login: 4, // no login, or not allowed
});

// Options with a value, and those without one.
const VALUES = [
  'url', 'token', 'token-file', 'email', 'offline', 'bundle', 'node', 'cloud', 'collector', 'log',
];
const FLAGS = ['json', 'help', 'version', 'yes'];

const HELP = `Usage: registrar [options] <command>

Talks to the running server through its REST interface, as a user who has the permission
manage-cloud.

Commands
  status                         how the workspace stands with the cloud
  register --token-file FILE     register with a token of the cloud console; FILE "-" reads it from
                                 standard input, REGISTRAR_TOKEN gives it by environment, --token
                                 TOKEN shows it to everybody who may list the processes
  register --email ADDRESS       register by a link that is sent there, and wait for it
  register --offline FILE        register with the cloud console's offline answer
  sync                           sync with the cloud now
  disconnect --yes               disconnect; the credentials are kept for reconnect
  reconnect                      take up the connection with the kept credentials
  offline export [FILE]          the workspace's data for the cloud console
  offline import FILE            the same as register --offline
  diagnose                       let the server look at every step between it and the cloud
  doctor                         look at the installation, the way to the cloud and the server; works
                                 without the server as well
  journal                        what happened lately
  support-bundle [FILE]          doctor, status, journal and log in one file, without secrets
  completion bash|zsh|fish       the completion of this command line, for the shell

Options
  --url URL         address of the server (ROCKETCHAT_URL, default http://localhost:3000)
  --json            print the answer as JSON, as docs/command-line.schema.json tells it
  --help, --version print this text, or the module's version

Options of doctor and support-bundle
  --bundle DIR      folder of the server's bundle, the one with star.json
  --node FILE       the Node that runs the server, where it is another one than this
  --cloud URL       address of the cloud (OVERWRITE_SETTING_Cloud_Url)
  --collector URL   address of the usage report's host
  --log FILE        the server's log, for support-bundle; "-" is standard input

Login, by environment: ROCKETCHAT_USER_ID and ROCKETCHAT_AUTH_TOKEN (a personal access token), or
ROCKETCHAT_USER and ROCKETCHAT_PASSWORD, with ROCKETCHAT_TWO_FACTOR_CODE if the user has one.

Exit codes: 0 done, 1 refused, or the doctor found a failure, 2 wrong usage, 3 no answer
from the server, 4 login or permission.
`;

module.exports = {
  EXIT, FLAGS, HELP, UsageError, VALUES,
};
