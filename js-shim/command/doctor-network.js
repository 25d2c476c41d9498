'use strict';

// What the doctor finds out about the way to the cloud, from where it runs.

const dns = require('dns');
const http = require('http');
const tls = require('tls');
const { URL } = require('url');
const {
  failed, ok, skipped, warning,
} = require('./check');

/** @typedef {import('./check').Check} Check */

const LIMIT_MS = 10000;
const CLOCK_LIMIT_S = 300;
const SOON_MS = 30 * 24 * 3600 * 1000;
const COLLECTOR = 'https://collector.rocket.chat';

/**
 * @param {string} host
 * @param {NodeJS.ProcessEnv} env
 * @returns {URL|undefined} the proxy that the environment names for it
 */
function proxyFor(host, env) {
  const exempt = (env.NO_PROXY || env.no_proxy || '').split(/[\s,]+/).filter(Boolean)
    .some((entry) => entry === '*' || host === entry.replace(/^\*?\.?/, '')
      || host.endsWith(`.${entry.replace(/^\*?\.?/, '')}`));
  const text = env.HTTPS_PROXY || env.https_proxy;
  return text && !exempt ? new URL(/^\w+:\/\//.test(text) ? text : `http://${text}`) : undefined;
}

/**
 * @param {URL} target
 * @param {URL|undefined} proxy
 * @returns {Promise<import('net').Socket|undefined>} a tunnel, or nothing without proxy
 */
function tunnel(target, proxy) {
  if (!proxy) return Promise.resolve(undefined);
  const login = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  const authority = `${target.hostname}:${target.port || 443}`;
  return new Promise((resolve, reject) => {
    const request = http.request({
      host: proxy.hostname,
      port: proxy.port || 80,
      method: 'CONNECT',
      path: authority,
      timeout: LIMIT_MS,
      headers: {
        Host: authority,
        ...(proxy.username && {
          'Proxy-Authorization': `Basic ${Buffer.from(login).toString('base64')}`,
        }),
      },
    });
    request.on('connect', (response, socket) => (response.statusCode === 200 ? resolve(socket)
      : reject(new Error(`the proxy answers ${response.statusCode}`))));
    request.on('timeout', () => request.destroy(new Error('no answer from the proxy')));
    request.on('error', reject);
    request.end();
  });
}

/**
 * @param {URL} target
 * @param {import('net').Socket|undefined} socket
 * @returns {Promise<tls.TLSSocket>} also one whose certificate is not trusted
 */
function handshake(target, socket) {
  const host = target.hostname;
  return new Promise((resolve, reject) => {
    const secure = tls.connect({
      ...(socket ? { socket } : { host, port: Number(target.port) || 443 }),
      servername: /^[\d.]+$|:/.test(host) ? '' : host,
      rejectUnauthorized: false,
    }, () => resolve(secure));
    secure.setTimeout(LIMIT_MS, () => secure.destroy(new Error('no answer within 10 s')));
    secure.on('error', reject);
  });
}

/** @param {tls.TLSSocket} socket @returns {any[]} the certificates as they were shown */
function chainOf(socket) {
  /** @type {any[]} */
  const chain = [];
  let certificate = /** @type {any} */ (socket.getPeerCertificate(true));
  while (certificate && certificate.subject && !chain.includes(certificate)) {
    chain.push(certificate);
    certificate = certificate.issuerCertificate;
  }
  return chain;
}

/** @param {any} name of a certificate */
const nameOf = (name) => (name && (name.CN || name.O)) || 'unnamed';
/** @param {string} date as a certificate has it */
const day = (date) => new Date(date).toISOString().slice(0, 10);

/** @param {tls.TLSSocket} socket @returns {Check} */
function checkCertificates(socket) {
  const chain = chainOf(socket);
  const told = chain.map((one) => `${nameOf(one.subject)} by ${nameOf(one.issuer)}, `
    + `${day(one.valid_from)} to ${day(one.valid_to)}`).join('; ');
  if (!socket.authorized) {
    return failed('tls', `${socket.authorizationError}: ${told}`, 'Name the authority of your own '
      + 'proxy in NODE_EXTRA_CA_CERTS, or set this machine\'s clock.');
  }
  const ends = chain.find((one) => Date.parse(one.valid_to) - Date.now() < SOON_MS);
  return ends ? warning('tls', told, `${nameOf(ends.subject)} ends on ${day(ends.valid_to)}; tell `
    + 'whoever runs that host.') : ok('tls', told);
}

/**
 * @param {tls.TLSSocket} socket
 * @param {URL} target
 * @returns {Promise<{status: number, date: string}>}
 */
function ask(socket, target) {
  return new Promise((resolve, reject) => {
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      const [head, end] = text.split('\r\n\r\n', 2);
      if (end === undefined) return;
      const [, status] = /^HTTP\/1\.\d (\d+)/.exec(head) || [];
      const [, date = ''] = /^date: (.*)$/im.exec(head) || [];
      if (status) resolve({ status: Number(status), date });
      else reject(new Error('the answer is no HTTP'));
      socket.destroy();
    });
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('the connection was closed without an answer')));
    socket.write(`GET / HTTP/1.1\r\nHost: ${target.host}\r\nConnection: close\r\n\r\n`);
  });
}

/** @param {string} date of the answer's header @returns {Check} */
function checkClock(date) {
  const cloud = Date.parse(date);
  if (Number.isNaN(cloud)) return skipped('clock', 'the answer has no date');
  const ahead = Math.round((Date.now() - cloud) / 1000);
  const told = `${Math.abs(ahead)} s ${ahead < 0 ? 'behind' : 'ahead of'} the cloud`;
  return Math.abs(ahead) < CLOCK_LIMIT_S ? ok('clock', told)
    : warning('clock', told, 'Set this machine\'s clock, best by NTP.');
}

/** @param {any} error */
const textOf = (error) => error.message || String(error);

/**
 * @param {URL} target
 * @param {URL|undefined} proxy
 * @returns {Promise<Check>}
 */
function checkLookup({ hostname }, proxy) {
  const host = proxy ? proxy.hostname : hostname;
  const plain = host.replace(/^\[|\]$/g, '');
  return dns.promises.lookup(plain, { all: true }).then(
    (found) => ok('lookup', `${host} is ${found.map(({ address }) => address).join(', ')}`),
    (error) => failed('lookup', `${host}: ${textOf(error)}`,
      'Look at /etc/resolv.conf, in a container at its --dns.'),
  );
}

/**
 * @param {string} cloud its address
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Check[]>}
 */
async function checkCloud(cloud, env) {
  /** @type {URL} */
  let target;
  /** @type {URL|undefined} */
  let proxy;
  try {
    target = new URL(cloud);
    proxy = proxyFor(target.hostname, env);
  } catch (error) {
    return [failed('proxy', 'An address cannot be read.', 'Correct HTTPS_PROXY or --cloud.')];
  }
  const checks = [
    ok('proxy', proxy ? `${proxy.hostname}:${proxy.port || 80}` : 'none'),
    await checkLookup(target, proxy),
  ];
  if (target.protocol !== 'https:') return [...checks, skipped('tls', 'the address is plain http')];
  try {
    const socket = await handshake(target, await tunnel(target, proxy));
    checks.push(checkCertificates(socket));
    const { status, date } = await ask(socket, target);
    checks.push(ok('cloud', `${target.host} answers (HTTP status ${status})`), checkClock(date));
  } catch (error) {
    checks.push(failed('cloud', `${target.host}: ${textOf(error)}`, 'Let this machine reach the '
      + 'cloud by https, directly or by HTTPS_PROXY.'));
  }
  return checks;
}

/**
 * The usage report's host: without it, and without a license, a workspace becomes read-only.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {string} [address]
 * @returns {Promise<Check>}
 */
async function checkCollector(env, address = COLLECTOR) {
  const target = new URL(address);
  try {
    const socket = await handshake(target, await tunnel(target, proxyFor(target.hostname, env)));
    socket.destroy();
    return ok('collector', `${target.host} can be reached`);
  } catch (error) {
    return warning('collector', `${target.host}: ${textOf(error)}`, 'The server sends its daily '
      + 'usage report there. A workspace without a license becomes read-only after ten days '
      + 'without it: let this machine reach it.');
  }
}

module.exports = { checkCloud, checkCollector };
