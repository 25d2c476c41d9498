'use strict';

const { execFile, spawn } = require('node:child_process');
const crypto = require('node:crypto');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const readline = require('node:readline');
const { promisify } = require('node:util');

const run = promisify(execFile);

const SOURCES = path.join(__dirname, 'server');
const CACHE = path.join(__dirname, '..', '..', 'build', 'mongo');
const LISTENING = /^LISTENING (\d+)$/;

/** @typedef {{jars: string, missing?: undefined} | {missing: string}} Parts */

/** @type {Promise<Parts>|undefined} */
let parts;

/**
 * What the database server needs: Java and its jars, which Maven fetches once into build/.
 *
 * @returns {Promise<Parts>} `missing` says in words what is not to be had
 */
function findParts() {
  parts = parts || fetchParts();
  return parts;
}

/** @returns {Promise<Parts>} */
async function fetchParts() {
  const pom = path.join(SOURCES, 'pom.xml');
  const hash = crypto.createHash('sha256').update(fs.readFileSync(pom)).digest('hex').slice(0, 16);
  const target = path.join(CACHE, hash);
  try {
    await run('javac', ['-version']);
  } catch {
    return { missing: 'the database server needs a JDK (apt install openjdk-17-jdk-headless)' };
  }
  if (!fs.existsSync(target)) {
    const problem = await fetchJars(pom, target);
    if (problem) return { missing: problem };
  }
  return { jars: path.join(target, '*') };
}

/** Several processes may fetch at once: the first to finish gives the folder its name. */
async function fetchJars(pom, target) {
  fs.mkdirSync(CACHE, { recursive: true });
  const scratch = fs.mkdtempSync(path.join(CACHE, '.fetching-'));
  try {
    await run('mvn', ['-q', '-B', '-f', pom, 'dependency:copy-dependencies',
      `-DoutputDirectory=${scratch}`]);
    fs.renameSync(scratch, target);
    return undefined;
  } catch (error) {
    fs.rmSync(scratch, { recursive: true, force: true });
    if (fs.existsSync(target)) return undefined;
    return error.code === 'ENOENT' ? 'the database server needs Maven (apt install maven)'
      : `Maven cannot fetch the database server: ${String(error.stdout || error.message)
        .split('\n').find((line) => line.includes('ERROR')) || error.message}`;
  }
}

/**
 * @returns {Promise<string|false>} why there can be no database server, for a test's `skip`
 */
async function whyNoMongo() {
  const { missing } = await findParts();
  return missing === undefined ? false : missing;
}

/** A running server that speaks MongoDB's protocol. */
class Mongo {
  constructor(child, port, dataDir, isOwnFolder) {
    this.child = child;
    this.port = port;
    this.dataDir = dataDir;
    this.isOwnFolder = isOwnFolder;
    this.exit = new Promise((resolve) => {
      child.on('close', (code, signal) => resolve({ code, signal }));
    });
  }

  /** @param {string} [name] of a database @returns {string} its address */
  url(name = 'rocketchat') {
    return `mongodb://127.0.0.1:${this.port}/${name}`;
  }

  /** Ends with everything in its file. @returns {Promise<object>} code and signal */
  async stop() {
    this.child.kill('SIGTERM');
    return this.exit;
  }

  /** Ends at once; the writes of the last moment are lost. @returns {Promise<object>} */
  async kill() {
    this.child.kill('SIGKILL');
    return this.exit;
  }

  /** Ends it, and removes the folder if it was not given by the caller. */
  async remove() {
    await this.kill();
    if (this.isOwnFolder) fs.rmSync(this.dataDir, { recursive: true, force: true });
  }
}

/**
 * Starts a database server on 127.0.0.1. Ask `whyNoMongo()` first whether one can be had.
 *
 * @param {{dataDir?: string, port?: number}} [options] the folder of its file, a temporary one when
 *     left out; the port, a free one when left out
 * @returns {Promise<Mongo>} once it can be connected to
 */
async function startMongo({ dataDir, port = 0 } = {}) {
  const { jars, missing } = await findParts();
  if (missing !== undefined) throw new Error(missing);
  const folder = dataDir || fs.mkdtempSync(path.join(os.tmpdir(), 'registrar-mongo-'));
  fs.mkdirSync(folder, { recursive: true });
  const child = spawn('java', ['-cp', jars, '-XX:TieredStopAtLevel=1',
    path.join(SOURCES, 'MongoServerMain.java'), path.join(folder, 'data.mv'), String(port)],
  { stdio: ['ignore', 'pipe', 'pipe'] });
  return new Mongo(child, await listeningPort(child), folder, !dataDir);
}

/** @returns {Promise<number>} rejects with what the server wrote when it ends instead */
function listeningPort(child) {
  return new Promise((resolve, reject) => {
    /** @type {string[]} */
    const lines = [];
    for (const stream of [child.stdout, child.stderr]) {
      readline.createInterface({ input: stream }).on('line', (line) => {
        lines.push(line);
        const [, port] = LISTENING.exec(line) || [];
        if (port) resolve(Number(port));
      });
    }
    child.on('error', reject);
    child.on('close', (code) => reject(
      new Error(`The database server ended (${code}):\n${lines.join('\n')}`),
    ));
  });
}

module.exports = { startMongo, whyNoMongo };
