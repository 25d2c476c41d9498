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
  diagnose                       look at every step between the server and the cloud
  journal                        what happened lately

Options
  --url URL         address of the server (ROCKETCHAT_URL, default http://localhost:3000)
  --json            print the server's answer as JSON
  --help            print this text

Login, by environment: ROCKETCHAT_USER_ID and ROCKETCHAT_AUTH_TOKEN (a personal access token), or
ROCKETCHAT_USER and ROCKETCHAT_PASSWORD, with ROCKETCHAT_TWO_FACTOR_CODE if the user has one.

Exit codes: 0 done, 1 refused, 2 wrong usage, 3 no answer from the server, 4 login or permission.
`;

module.exports = { EXIT, HELP, UsageError };
