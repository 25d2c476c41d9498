'use strict';

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { after } = require('node:test');

const { prepareBundle } = require('../host/bundle/prepare');
const releases = require('../host/releases.json');

const ROOT = path.join(__dirname, '..', '..');
const PROGRAM = path.join(ROOT, 'js-shim', 'setup', 'main.js');

/** @param {string} release @returns {string} the Node that a server of this release runs on */
const nodeOf = (release) => path.join(
  ROOT,
  'node_modules',
  releases[release].nodePackage,
  'bin/node',
);

/** A machine's file system with a server and, if wanted, with a service that starts it. */
class Machine {
  /** @param {string} release */
  constructor(release) {
    this.release = release;
    this.root = fs.mkdtempSync(path.join(os.tmpdir(), 'registrar-setup-'));
    this.write('opt/registrar/js-shim/register.js', '');
    fs.mkdirSync(path.join(this.root, 'srv'));
    fs.symlinkSync(prepareBundle(release), path.join(this.root, 'srv/rocketchat'));
    this.write('srv/node', '');
    fs.rmSync(path.join(this.root, 'srv/node'));
    fs.symlinkSync(nodeOf(release), path.join(this.root, 'srv/node'));
  }

  /** @param {string} more lines of the service's unit */
  addService(more = '') {
    this.write('etc/systemd/system/rocketchat.service', '[Unit]\nDescription=Chat\n[Service]\n'
      + `ExecStart=/srv/node /srv/rocketchat/main.js\n${more}`);
  }

  /** @param {string} file @param {string} text */
  write(file, text) {
    const place = path.join(this.root, file);
    fs.mkdirSync(path.dirname(place), { recursive: true });
    fs.writeFileSync(place, text);
    return place;
  }

  /** @param {string} file @returns {string} */
  read(file) { return fs.readFileSync(path.join(this.root, file), 'utf8'); }

  /** @returns {Object<string, string>} each file and folder, with its content and its mode */
  snapshot() {
    const all = fs.readdirSync(this.root, { recursive: true, withFileTypes: true });
    return Object.fromEntries(all.map((one) => {
      const place = path.join(one.parentPath || one.path, one.name);
      const { mode } = fs.lstatSync(place);
      const text = one.isFile() ? fs.readFileSync(place, 'latin1') : '';
      return [path.relative(this.root, place), `${mode.toString(8)} ${text}`];
    }));
  }

  /**
   * Runs the program of the package for this file system, in its folder.
   * @param {string[]} args
   * @returns {{code: number, stdout: string, stderr: string}}
   */
  run(args) {
    return this.runPlain(['--root', this.root, '--module', '/opt/registrar', ...args]);
  }

  /** The same without telling it where. @param {string[]} args */
  runPlain(args) {
    const { status, stdout, stderr } = spawnSync(nodeOf(this.release), [PROGRAM, ...args], {
      cwd: this.root, encoding: 'utf8', env: { PATH: process.env.PATH },
    });
    return { code: status, stdout, stderr };
  }

  /** @param {string[]} args @returns {any} its answer as JSON */
  answer(args) {
    const { stdout, stderr } = this.run([...args, '--json']);
    if (!stdout) throw new Error(stderr);
    return JSON.parse(stdout);
  }

  remove() { fs.rmSync(this.root, { recursive: true, force: true }); }
}

/** @param {string} [release] @returns {Machine} for the present group or test */
function useMachine(release = '8') {
  const machine = new Machine(release);
  after(() => machine.remove());
  return machine;
}

module.exports = { Machine, ROOT, nodeOf, useMachine };
