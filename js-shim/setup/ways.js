'use strict';

// What each way of running needs: which file, what is in it, and what a person does then. The texts
// are those of deploy/, with the places and names of this installation.

const fs = require('fs');
const path = require('path');
const { UsageError } = require('../command/usage');
const { RefusedError } = require('../command/server');
const { readIfThere } = require('./files');
const {
  VARIABLE, optionsOfFile, optionsOfService, quotable, withModule,
} = require('./options');

const DEPLOY = path.join(__dirname, '..', '..', 'deploy');
// As the files in deploy/ name it.
const PLACE = '/opt/registrar';
const OPTIONS = `--require ${PLACE}/js-shim/register.js`;

/**
 * @typedef {object} Request
 * @property {Object<string, string>} values of the command line
 * @property {string} root
 * @property {string} module folder of the module as the server sees it
 * @property {string} service
 * @property {string} [bundle] the server's, as it was found
 * @property {string} [node]
 * @property {string} [release]
 *
 * @typedef {object} Way
 * @property {boolean} [here] whether the server runs on this machine, not in a container
 * @property {string} [mark] what begins a comment
 * @property {boolean} [alone] whether it needs a file for itself
 * @property {(request: Request) => string|undefined} file where it is written, if anywhere
 * @property {(request: Request, file?: string) => string} text
 * @property {(request: Request, file: string) => string[]} next what is to be done then
 * @property {(request: Request, file: string) => string[]} [undone] the same after a removal
 */

/**
 * @param {string} name of a file in deploy/
 * @param {[string, string][]} changes what it says, and what is said instead
 * @returns {string} without the comment at its beginning
 */
function deployed(name, changes) {
  const file = path.join(DEPLOY, name);
  if (!fs.existsSync(file)) {
    throw new RefusedError({ success: false, error: `${file} is missing; install the module again, whole.` });
  }
  const text = fs.readFileSync(file, 'utf8').replace(/^('use strict';\n)?((#|\/\/).*\n)+\n*/, '$1');
  return changes.reduce((changed, [from, to]) => {
    if (!changed.includes(from)) throw new Error(`deploy/${name} does not have ${from}`);
    return changed.split(from).join(to);
  }, text);
}

/** @param {Request} request @returns {string} */
const plainOptions = ({ values, module }) => withModule(module, values.options);

/** @param {Request} request @returns {string} the options where the module's place is the usual */
const usualOptions = ({ values }) => withModule(PLACE, values.options);

/** @param {Request} request @returns {string} */
function releaseOf({ release }) {
  if (!release) throw new UsageError('Name the server\'s release: --release 8.6.1.');
  return release;
}

/** @param {Request} request @returns {string} */
function imageOf({ values }) {
  if (!values.image) {
    throw new UsageError('Name the module\'s image in your registry: --image NAME. '
      + 'deploy/docker/Dockerfile makes it, with --target package.');
  }
  return values.image;
}

const COMPOSE = (/** @type {string} */ file) => [
  `docker compose -f compose.yml -f ${file} up -d      # compose.yml being the file that is there`,
];
const COMPOSE_UNDONE = () => ['docker compose up -d'];

/** @type {Object<string, Way>} */
const WAYS = {
  docker: {
    file: () => undefined,
    text: (request) => `-v ${request.module}:${PLACE}:ro -e ${VARIABLE}="${usualOptions(request)}"\n`,
    next: () => ['add these options to docker run, and start the container anew'],
    undone: () => ['leave the two options out, and start the container anew'],
  },
  compose: {
    mark: '#',
    alone: true,
    file: () => 'registrar.yml',
    text: (request) => deployed('docker/compose.yml', [
      ['source: ./registrar', `source: ${request.module}`], [OPTIONS, usualOptions(request)],
      ['  rocketchat:\n', `  ${request.service}:\n`],
    ]),
    next: (_request, file) => COMPOSE(file),
    undone: COMPOSE_UNDONE,
  },
  'compose-init': {
    mark: '#',
    alone: true,
    file: () => 'registrar.yml',
    text: (request) => deployed('docker/compose-init.yml', [
      [OPTIONS, usualOptions(request)], ['  rocketchat:\n', `  ${request.service}:\n`],
    ]),
    next: (_request, file) => ['put the archive beside it', ...COMPOSE(file)],
    undone: COMPOSE_UNDONE,
  },
  image: {
    mark: '#',
    alone: true,
    file: () => 'Dockerfile.registrar',
    text: (request) => deployed('docker/Dockerfile', [
      ['ARG ROCKETCHAT=8.6.1', `ARG ROCKETCHAT=${releaseOf(request)}`],
      [OPTIONS, usualOptions(request)],
    ]),
    next: (_request, file) => ['put the archive beside it',
      `docker build -f ${file} -t rocketchat-with-registrar .`],
    undone: () => ['take the official image again'],
  },
  kubernetes: {
    mark: '#',
    alone: true,
    file: () => 'registrar.yaml',
    text: (request) => deployed('kubernetes/values.yaml', [
      [`registry.example.com/rocketchat-registrar:${require('../../package.json').version}`,
        imageOf(request)],
      [OPTIONS, usualOptions(request)],
    ]),
    next: (_request, file) => [
      `helm upgrade rocketchat rocketchat/rocketchat -f values.yaml -f ${file}      # values.yaml being yours`,
    ],
    undone: () => ['helm upgrade rocketchat rocketchat/rocketchat -f values.yaml'],
  },
  systemd: {
    here: true,
    mark: '#',
    file: ({ root, service }) => path.join(
      root,
      `etc/systemd/system/${service}.service.d/registrar.conf`,
    ),
    text: (request, file) => deployed('systemd/registrar.conf', [[OPTIONS, quotable(withModule(
      request.module,
      request.values.options
        || (file && optionsOfService(request.root, request.service, file)),
    ))]]),
    next: ({ service }) => [`systemctl daemon-reload && systemctl restart ${service}`],
  },
  pm2: {
    here: true,
    mark: '//',
    alone: true,
    file: () => 'registrar.config.js',
    text: (request) => deployed('pm2/ecosystem.config.js', [
      ['/opt/Rocket.Chat', request.bundle || '/opt/Rocket.Chat'], [OPTIONS, plainOptions(request)],
      ["name: 'rocketchat'", `name: '${request.service}'`],
    ]),
    next: ({ service }, file) => [`write the server's variables into ${file}`,
      `pm2 delete ${service}; pm2 start ${file} && pm2 save`],
    undone: ({ service }) => [`start ${service} as before`],
  },
  environment: {
    here: true,
    mark: '#',
    file: ({ values }) => values.file,
    text: (request, file) => {
      const { already, exported } = optionsOfFile(file && readIfThere(file));
      const options = quotable(withModule(request.module, request.values.options || already));
      return `${exported ? 'export ' : ''}${VARIABLE}="${options}"\n`;
    },
    next: () => ['restart the server'],
  },
};

module.exports = { WAYS };
