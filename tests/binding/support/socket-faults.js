'use strict';

/**
 * The faults of the matrix (tests/unit/matrix/faults.cc) that a network, a cloud or a proxy can be
 * struck by, under the same names: how the stand-in cloud makes each over a real socket, the code
 * in which a sync ends (none where it has to succeed all the same), and the one call that is struck
 * where that is not every one.
 */

const JSON_TYPE = 'Content-Type: application/json\r\n';
const EVIL = 'https://evil.invalid/';

const answer = (status, body, headers = '') => Buffer.concat([
  Buffer.from(`HTTP/1.1 ${status} Answer\r\n${JSON_TYPE}${headers}`
    + `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n`),
  Buffer.from(body),
]);
const raw = (bytes, more) => ({ type: 'raw', bytes, ...more });
/** The call takes effect, and its body is another one. */
const body = (write) => raw((text, code) => answer(code, write(text)));
const values = (make) => body((text) => JSON.stringify(Object.fromEntries(
  Object.entries(JSON.parse(text)).map(([key, value]) => [key, make(value)]))));
/** Numbers that JSON.stringify does not write. */
const numbers = (word) => body((text) => text.replace(/(:\s*)\d+/g, `$1${word}`));
const status = (code, headers, text = '{"error":"out_of_order"}') => ({
  type: 'status', status: code, headers, body: text,
});
const certificate = (name) => ({ type: 'wrongCert', certificate: name });

const REJECTED = 'cloud.status.rejected';
const AWAY = 'cloud.status.unavailable';
const REDIRECT = 'cloud.status.redirect';
const NOT_JSON = 'cloud.response.not-json';
const SCHEMA = 'cloud.response.schema';
const CUT = 'cloud.response.truncated';
const LATE = 'cloud.response.timeout';
const LARGE = 'cloud.response.too-large';
const MALFORMED = 'cloud.response.malformed';
const BUSY = 'cloud.status.rate-limited';

/** @type {[name: string, fault: object, code?: string, call?: string][]} */
const SOCKET_FAULTS = [
  ['connection: refused', { type: 'refuse' }, 'cloud.connect.refused'],
  ['connection: reset', { type: 'reset', at: 'connect' }, 'cloud.connect.reset'],
  ['TLS: expired', certificate('expired'), 'cloud.tls.expired'],
  ['TLS: untrusted', certificate('untrustedCA'), 'cloud.tls.untrusted'],
  ['TLS: wrong name', certificate('otherName'), 'cloud.tls.name-mismatch'],
  ['TLS: old version', { type: 'oldTls' }, 'cloud.tls.version'],
  ['TLS: reset in the handshake', { type: 'reset', at: 'handshake' }, 'cloud.connect.reset'],
  ['TLS: none is spoken', { type: 'plainText' }, 'cloud.tls.failed'],
  ['TLS: the handshake stalls', { type: 'stall', at: 'handshake' }, 'cloud.tls.timeout'],
  ['TLS: the handshake is slow', { type: 'slow', at: 'handshake', delayMs: 1, bytes: 50 }],
  ['TLS: ends without close_notify', raw(
    (text) => `HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n${text}`, { end: 'reset' }), CUT],
  ...[400, 401, 402, 403, 404, 405, 408, 409, 410, 413, 415, 418, 421, 422, 426, 431, 451]
    .map((code) => [`status: ${code}`, status(code), REJECTED]),
  ...[500, 501, 502, 503, 504, 507, 511, 599].map((code) => [`status: ${code}`, status(code), AWAY]),
  ...[201, 202, 206].map((code) => [`status: ${code}`, status(code, {}, '{}'), SCHEMA]),
  ['status: 304', status(304, {}, ''), REDIRECT],
  ['status: 204 without a body', status(204, {}, ''), NOT_JSON],
  ['status: 999', raw(answer(999, '{}')), MALFORMED],
  ['redirect: to another host', status(307, { Location: EVIL }), REDIRECT],
  ['redirect: to itself', status(302, { Location: '/api/oauth/token' }), REDIRECT],
  ['redirect: to http', status(301, { Location: 'http://localhost/' }), REDIRECT],
  ['redirect: nowhere', status(308), REDIRECT],
  ['busy: 429', status(429), BUSY],
  ['busy: Retry-After in seconds', status(429, { 'Retry-After': '120' }), BUSY],
  ['busy: Retry-After as a date',
    status(429, { 'Retry-After': 'Thu, 01 Jan 2099 00:05:00 GMT' }), BUSY],
  ['busy: Retry-After is nonsense', status(429, { 'Retry-After': 'soon, or so' }), BUSY],
  ['busy: Retry-After without end',
    status(503, { 'Retry-After': '99999999999999999999' }), AWAY],
  ['busy: Retry-After below zero', status(503, { 'Retry-After': '-5' }), AWAY],
  ['error word: with line breaks',
    status(400, {}, '{"error":"bad\\nlevel=fatal msg=\\u001b[31m"}'), REJECTED],
  ['answer: reset instead', { type: 'reset', at: 'answer' }, 'cloud.connect.reset'],
  ['answer: closed instead', raw(''), 'cloud.connect.reset'],
  ['connection: half-open', { type: 'stall', at: 'answer' }, LATE],
  ['answer: never comes', { type: 'stall', at: 'answer', effect: true }, LATE],
  ['answer: late', { type: 'delay', ms: 300 }],
  ['answer: byte by byte', { type: 'slow', at: 'answer', delayMs: 500 }, LATE],
  ['answer: byte by byte, in time', { type: 'slow', at: 'answer', delayMs: 1, bytes: 20 }],
  ['answer: cut in its header', raw('HTTP/1.1 20'), CUT],
  ['answer: cut in its body', { type: 'truncate' }, CUT],
  ['answer: stalls in its body', { type: 'stall', at: 'body' }, LATE],
  ['answer: closes the connection', { type: 'closeKeepAlive' }],
  ['answer: longer than it says', raw(
    (text, code) => Buffer.concat([answer(code, text), Buffer.from('{}')]))],
  ['answer: not HTTP', { type: 'notHttp' }, MALFORMED],
  ['answer: interim ones without end',
    raw('HTTP/1.1 102 Processing\r\n\r\n'.repeat(1000), { end: 'stay' }), MALFORMED],
  ['answer: a header without end', { type: 'hugeHeaders', bytes: 4 * 2 ** 20 }, LARGE],
  ['answer: broken chunks', raw(
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n'), MALFORMED],
  ['body: HTML', { type: 'html', status: 200 }, NOT_JSON],
  ['body: empty', { type: 'empty' }, NOT_JSON],
  ['body: null', body(() => 'null'), SCHEMA],
  ['body: a list', body(() => '[]'), SCHEMA],
  ['body: a text', body(() => '"fine"'), SCHEMA],
  ['body: nothing in it', body(() => '{}'), SCHEMA],
  ['body: compressed unasked', raw(answer(200, '\x1f\x8b\x08')), NOT_JSON],
  ['body: UTF-16', body((text) => Buffer.from(`\ufeff${text}`, 'utf16le')), NOT_JSON],
  ['body: broken UTF-8', body((text) => Buffer.concat([
    Buffer.from(text.slice(0, -1)), Buffer.from(',"x":"'), Buffer.from([0xc3, 0x28, 0xff]),
    Buffer.from('"}'),
  ])), NOT_JSON],
  ['body: a byte order mark before it', body((text) => `\ufeff${text}`)],
  ['body: 100 MB', { type: 'hugeBody', bytes: 100 * 2 ** 20 }, LARGE],
  ['body: 100 MB announced', { type: 'hugeBody', bytes: 100 * 2 ** 20, announced: true }, LARGE],
  ['memory: a body at the limit', body((text) => text + ' '.repeat(15 * 2 ** 20))],
  ['body: deeply nested', body(() => '['.repeat(100000)), NOT_JSON],
  ['body: deeply nested and closed', body(() => '['.repeat(5000) + ']'.repeat(5000)), NOT_JSON],
  ['body: every key twice', body((text) => `${text.slice(0, -1)},${text.slice(1)}`)],
  ['body: numbers for everything', values(() => 7), SCHEMA],
  // Numbers as texts are taken: '7' that is good for '7' seconds is a token, which is then refused.
  ['body: texts for everything', values(() => '7'), 'cloud.access.denied'],
  ['body: objects for everything', values(() => ({})), SCHEMA],
  ['body: nulls for everything', values(() => null), SCHEMA],
  ['body: NaN', numbers('NaN'), NOT_JSON, 'token'],
  ['body: numbers too large for any type', numbers('1e999'), NOT_JSON, 'token'],
  ['body: numbers far out', numbers('1e300'), undefined, 'token'],
  ['body: dates that are none', body((text) => text.replace(/T[0-9:.]+Z/g, 'T99:99:99')), undefined,
    'comms'],
];

/** Where the others are shown over real sockets: a file, and a text that stands in it. */
const ELSEWHERE = {
  'lookup: fails': ['tests/unit/net/net_failure_test.cc', 'NameThatDoesNotExist'],
  'lookup: never ends': ['tests/unit/net/net_failure_test.cc', 'SilentNameLookup'],
  'lookup: slow': ['tests/unit/net/net_failure_test.cc', 'SilentNameLookup'],
  'lookup: addresses of the wrong family':
    ['tests/unit/net/connector_test.cc', 'FallsOverFromARefusalToTheOtherFamily'],
  'connection: slow': ['tests/unit/net/connector_test.cc', 'DoesNotWaitForAnAddressThatIsSilent'],
  'connection: black hole': ['tests/unit/net/net_failure_test.cc', 'SilentConnection'],
  'proxy: not there': ['tests/unit/net/net_proxy_test.cc', 'TellsAProxyThatIsNotThere'],
  'proxy: unknown name': ['tests/unit/net/net_proxy_test.cc', 'TellsAProxyWhoseNameIsUnknown'],
  'proxy: refuses': ['tests/unit/net/net_proxy_test.cc', 'TellsAProxyThatRefuses'],
  'proxy: asks for credentials':
    ['tests/unit/net/net_proxy_test.cc', 'TellsAProxyThatWantsCredentials'],
  'proxy: cannot reach the cloud': ['tests/unit/net/net_proxy_test.cc', 'TellsAProxyThatRefuses'],
  'proxy: dies in CONNECT': ['tests/unit/net/net_proxy_test.cc', 'TellsAProxyThatHangsUp'],
  'proxy: silent in CONNECT':
    ['tests/unit/net/net_proxy_test.cc', 'TellsAProxyThatIsSilentAtConnect'],
  'proxy: answers nonsense':
    ['tests/unit/net/net_proxy_test.cc', 'TellsAProxyThatAnswersNonsense'],
  'proxy: answers for the cloud':
    ['tests/unit/net/net_proxy_test.cc', 'TellsAProxyThatAnswersNonsense'],
};

/** Those that need more than a sync, each in a test of its own. */
const OWN_TESTS = ['unknown client: said by mistake', 'body: leads to another host',
  'body: leads to plain http'];

module.exports = { ELSEWHERE, OWN_TESTS, answer, SOCKET_FAULTS };
