'use strict';

const VALUES = [
  'bundle', 'node', 'root', 'module', 'file', 'service', 'image', 'release', 'options',
];
const FLAGS = ['dry-run', 'remove', 'json', 'help', 'version'];

const HELP = `Usage: registrar-setup [options] <way>

Prints or writes what a way of running the server needs to load the module, and says whether the
module fits the server that it finds. It starts and stops nothing and asks nobody.

Ways
  check             only say whether the module fits
  docker            print the options for docker run
  compose           write registrar.yml, to be added to a compose file: the module as a volume
  compose-init      the same with a container that unpacks the archive before the server starts
  image             write Dockerfile.registrar, for an image of the server with the module inside
  kubernetes        write registrar.yaml, values for the official Helm chart
  systemd           write a drop-in for the service
  pm2               write registrar.config.js, for PM2
  environment       print the variable; with --file, write it into a file of variables
  completion bash|zsh|fish   the completion of this command line, for the shell

Options
  --file FILE       write there; "-" prints and writes nothing
  --dry-run         say what would be done, and do nothing
  --remove          take away what was written
  --json            print the answer as JSON, as docs/command-line.schema.json tells it
  --help, --version print this text, or the module's version

What it does not find by itself
  --bundle DIR      folder of the server's bundle, the one with star.json
  --node FILE       the Node that runs the server
  --root DIR        root of the file system that the server is in (default /)
  --module DIR      the module's folder as the server sees it (default: where this program is)
  --service NAME    the server's service in systemd or in the compose file (default rocketchat)
  --release VERSION the server's release, where it is in an image (8.6.1)
  --image NAME      the module's image, for kubernetes
  --options TEXT    what the server has in NODE_OPTIONS already, where that is not found

Only the named file is written, and in it only the lines between BEGIN and END. What was changed
between them by hand is neither overwritten nor removed.

Exit codes: 0 done, or nothing was to be done, 1 refused, or the module does not fit, 2 wrong usage.
`;

module.exports = { FLAGS, HELP, VALUES };
