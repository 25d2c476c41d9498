'use strict';

const status = (code, more) => ({ type: 'status', status: code, ...more });

/**
 * What can stand between a server and its cloud, and the code by which the module names it.
 * `early` ones strike before a request is read, so that nothing that the cloud grants is lost.
 */
const FAULTS = [
  { name: 'a cloud that is down', fault: { type: 'refuse' }, early: true,
    code: 'cloud.connect.refused' },
  { name: 'a cloud that resets connections', fault: { type: 'reset', at: 'connect' }, early: true,
    code: 'cloud.connect.reset' },
  { name: 'a cloud that accepts and says nothing', fault: { type: 'stall', at: 'handshake' },
    early: true, code: 'cloud.tls.timeout' },
  { name: 'a certificate of an authority that nobody trusts', early: true,
    fault: { type: 'wrongCert', certificate: 'untrustedCA' }, code: 'cloud.tls.untrusted' },
  { name: 'a certificate that signs itself', early: true,
    fault: { type: 'wrongCert', certificate: 'selfSigned' }, code: 'cloud.tls.untrusted' },
  { name: 'a certificate that is expired', early: true,
    fault: { type: 'wrongCert', certificate: 'expired' }, code: 'cloud.tls.expired' },
  { name: 'a certificate of another host', early: true,
    fault: { type: 'wrongCert', certificate: 'otherName' }, code: 'cloud.tls.name-mismatch' },
  { name: 'no TLS at all', fault: { type: 'plainText' }, early: true, code: 'cloud.tls.failed' },
  { name: 'TLS that is too old', fault: { type: 'oldTls' }, early: true,
    code: 'cloud.tls.version' },
  { name: 'a cloud that reads and never answers', fault: { type: 'stall', at: 'answer' },
    code: 'cloud.response.timeout' },
  { name: 'a cloud that answers byte by byte', code: 'cloud.response.timeout',
    fault: { type: 'slow', at: 'answer', delayMs: 500 } },
  { name: 'a cloud that resets instead of answering', fault: { type: 'reset', at: 'answer' },
    code: 'cloud.connect.reset' },
  { name: 'an answer that breaks off', fault: { type: 'truncate' },
    code: 'cloud.response.truncated' },
  { name: 'an HTML page instead of JSON', fault: { type: 'html', status: 200 },
    code: 'cloud.response.not-json' },
  { name: 'JSON that is damaged', fault: { type: 'badJson' }, code: 'cloud.response.not-json' },
  { name: 'a cloud with a problem of its own', fault: status(503),
    code: 'cloud.status.unavailable' },
  { name: 'a gateway\'s HTML page', fault: { type: 'html', status: 502 },
    code: 'cloud.status.unavailable' },
  { name: 'a cloud that asks to slow down', fault: status(429, { headers: { 'Retry-After': '9' } }),
    code: 'cloud.status.rate-limited' },
  { name: 'a redirect', fault: status(302, { headers: { Location: 'https://localhost:1/login' } }),
    code: 'cloud.status.redirect' },
];

/**
 * Puts a fault in place for everything from now on, connections that are kept included.
 * @param {object} cloud
 * @param {object} fault
 */
async function strike(cloud, fault) {
  await cloud.setFaults([{ fault }]);
  cloud.front.dropConnections();
}

module.exports = { FAULTS, strike };
