'use strict';

const { execFile } = require('node:child_process');
const crypto = require('node:crypto');
const fs = require('node:fs/promises');
const os = require('node:os');
const path = require('node:path');
const { promisify } = require('node:util');

const run = promisify(execFile);

const GOOD_NAMES = 'DNS:localhost,IP:127.0.0.1,IP:::1';

/**
 * Every certificate that the cloud can show, by the name under which a fault asks for it.
 * `issuer` is the authority that signs it; a certificate without one signs itself.
 */
const CERTIFICATES = {
  good: { issuer: 'ca', names: GOOD_NAMES, days: 825 },
  expired: { issuer: 'ca', names: GOOD_NAMES, days: -1 },
  otherName: { issuer: 'ca', names: 'DNS:cloud.invalid', days: 825 },
  untrustedCA: { issuer: 'other-ca', names: GOOD_NAMES, days: 825 },
  selfSigned: { names: GOOD_NAMES, days: 825 },
};

const AUTHORITIES = ['ca', 'other-ca'];
const RENEW_BEFORE_MS = 7 * 24 * 3600 * 1000;

/** @param {string[]} args arguments of the openssl command */
async function openssl(args) {
  try {
    await run('openssl', args);
  } catch (error) {
    if (error.code === 'ENOENT') {
      throw new Error('The command openssl is missing. Install the package openssl.');
    }
    throw new Error(`openssl ${args[0]} failed: ${error.stderr || error.message}`);
  }
}

/**
 * @param {string} dir folder that receives `<name>.pem` and `<name>.key`
 * @param {string} name file name without extension
 * @param {string} subject common name
 * @param {string[]} extensions X.509 extensions, each `name=value`
 */
function makeSelfSigned(dir, name, subject, extensions) {
  return openssl([
    'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes',
    '-keyout', path.join(dir, `${name}.key`), '-out', path.join(dir, `${name}.pem`),
    '-subj', `/CN=${subject}`, '-days', '3650',
    ...extensions.flatMap((extension) => ['-addext', extension]),
  ]);
}

/**
 * @param {string} dir folder with the authority's files, receives the new ones
 * @param {string} name file name without extension
 * @param {{issuer: string, names: string, days: number}} certificate
 */
async function makeSigned(dir, name, { issuer, names, days }) {
  const file = (extension) => path.join(dir, `${name}.${extension}`);
  await openssl([
    'req', '-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes',
    '-keyout', file('key'), '-out', file('csr'), '-subj', '/CN=Registrar test cloud',
  ]);
  await fs.writeFile(file('ext'), `subjectAltName=${names}\nextendedKeyUsage=serverAuth\n`);
  await openssl([
    'x509', '-req', '-in', file('csr'), '-out', file('pem'), '-days', String(days),
    '-CA', path.join(dir, `${issuer}.pem`), '-CAkey', path.join(dir, `${issuer}.key`),
    '-set_serial', `0x${crypto.randomBytes(8).toString('hex')}`, '-extfile', file('ext'),
  ]);
  await Promise.all([fs.rm(file('csr')), fs.rm(file('ext'))]);
}

/** @param {string} dir empty folder that receives all certificates and keys */
async function makeAll(dir) {
  // The authorities of two folders must not share a name: a client that trusts both would
  // otherwise pick the wrong one and report a bad signature.
  const tag = crypto.randomBytes(4).toString('hex');
  for (const authority of AUTHORITIES) {
    await makeSelfSigned(dir, authority, `Registrar test ${authority} ${tag}`, []);
  }
  for (const [name, certificate] of Object.entries(CERTIFICATES)) {
    if (certificate.issuer) {
      await makeSigned(dir, name, certificate);
    } else {
      await makeSelfSigned(dir, name, 'localhost', [`subjectAltName=${certificate.names}`]);
    }
  }
}

/** @param {string} dir @returns {Promise<boolean>} whether the folder can be used as it is */
async function isUsable(dir) {
  const names = [...AUTHORITIES, ...Object.keys(CERTIFICATES)];
  const files = names.flatMap((name) => [`${name}.pem`, `${name}.key`]);
  try {
    await Promise.all(files.map((file) => fs.access(path.join(dir, file))));
    const good = new crypto.X509Certificate(await fs.readFile(path.join(dir, 'good.pem')));
    return Date.parse(good.validTo) - Date.now() > RENEW_BEFORE_MS;
  } catch {
    return false;
  }
}

/**
 * Makes the certificates at first use and keeps them afterwards, so that a client that was told
 * to trust `ca.pem` once goes on trusting it.
 * @param {string} dir folder, made if missing
 * @returns {Promise<{caFile: string, get(name: string): {cert: string, key: string}}>}
 */
async function openCertificates(dir) {
  await fs.mkdir(path.dirname(path.resolve(dir)), { recursive: true });
  if (!await isUsable(dir)) {
    // Made aside and moved in one go: several clouds may start on one folder at once.
    const fresh = await fs.mkdtemp(path.join(path.dirname(path.resolve(dir)), '.tls-'));
    try {
      await makeAll(fresh);
      if (!await isUsable(dir)) await moveInto(fresh, dir);
    } finally {
      await fs.rm(fresh, { recursive: true, force: true });
    }
  }
  return readAll(dir);
}

/** @param {string} fresh @param {string} dir */
async function moveInto(fresh, dir) {
  await fs.mkdir(dir, { recursive: true });
  try {
    await fs.rename(fresh, dir); // succeeds when the folder is new or empty
  } catch {
    if (await isUsable(dir)) return; // another one was quicker
    for (const file of await fs.readdir(fresh)) {
      await fs.rename(path.join(fresh, file), path.join(dir, file));
    }
  }
}

/** @param {string} dir */
async function readAll(dir) {
  const loaded = new Map();
  for (const name of Object.keys(CERTIFICATES)) {
    const read = (extension) => fs.readFile(path.join(dir, `${name}.${extension}`), 'utf8');
    const [cert, key] = await Promise.all(['pem', 'key'].map(read));
    loaded.set(name, { cert, key });
  }
  return { caFile: path.join(path.resolve(dir), 'ca.pem'), get: (name) => loaded.get(name) };
}

/** Folder used when none is named: shared by all clouds of one user. */
const DEFAULT_DIR = path.join(os.tmpdir(), `registrar-test-cloud-${os.userInfo().uid}`);

module.exports = { openCertificates, CERTIFICATE_NAMES: Object.keys(CERTIFICATES), DEFAULT_DIR };
