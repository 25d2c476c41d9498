'use strict';

const assert = require('node:assert');
const { X509Certificate } = require('node:crypto');
const fs = require('node:fs/promises');
const os = require('node:os');
const path = require('node:path');
const { afterEach, beforeEach, test } = require('node:test');

const { openCertificates } = require('./certificates');

let parent;
let dir;
beforeEach(async () => {
  parent = await fs.mkdtemp(path.join(os.tmpdir(), 'registrar-tls-'));
  dir = path.join(parent, 'tls');
});
afterEach(() => fs.rm(parent, { recursive: true }));

const load = async (name) => new X509Certificate(await fs.readFile(path.join(dir, `${name}.pem`)));

test('certificates are made once and kept', async () => {
  const first = (await openCertificates(dir)).get('good').cert;
  const second = (await openCertificates(dir)).get('good').cert;
  assert.strictEqual(second, first);
  assert.deepStrictEqual(await fs.readdir(parent), ['tls']);
});

test('the good one is for this machine and signed by the authority', async () => {
  await openCertificates(dir);
  const good = await load('good');
  assert.ok(good.verify((await load('ca')).publicKey));
  assert.ok(good.checkHost('localhost') && good.checkIP('127.0.0.1') && good.checkIP('::1'));
});

test('each wrong one is wrong in one way', async () => {
  await openCertificates(dir);
  const ca = await load('ca');
  const facts = async (name) => {
    const certificate = await load(name);
    return {
      signed: certificate.verify(ca.publicKey),
      named: certificate.checkHost('localhost') === 'localhost',
      current: Date.parse(certificate.validTo) > Date.now(),
    };
  };
  const good = { signed: true, named: true, current: true };
  assert.deepStrictEqual(await facts('good'), good);
  assert.deepStrictEqual(await facts('expired'), { ...good, current: false });
  assert.deepStrictEqual(await facts('otherName'), { ...good, named: false });
  assert.deepStrictEqual(await facts('untrustedCA'), { ...good, signed: false });
  assert.deepStrictEqual(await facts('selfSigned'), { ...good, signed: false });
});

test('several that start at once agree', async () => {
  const all = await Promise.all([dir, dir, dir].map(openCertificates));
  const kept = await fs.readFile(path.join(dir, 'good.pem'), 'utf8');
  assert.deepStrictEqual(all.map((one) => one.get('good').cert), [kept, kept, kept]);
});

test('a folder with something missing is made anew', async () => {
  await openCertificates(dir);
  await fs.rm(path.join(dir, 'expired.key'));
  await openCertificates(dir);
  assert.ok((await load('good')).verify((await load('ca')).publicKey));
  await fs.access(path.join(dir, 'expired.key'));
});
