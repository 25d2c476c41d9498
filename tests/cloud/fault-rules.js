'use strict';

const { CERTIFICATE_NAMES } = require('./certificates');

/**
 * Where each fault can strike. `listener`: the port itself. `connection`: a socket, before any
 * path is known. `request`: one call. `effect` tells whether the call takes effect all the same
 * when the rule does not say so itself.
 */
const TYPES = {
  refuse: { level: 'listener' },
  wrongCert: { level: 'connection' },
  oldTls: { level: 'connection' },
  plainText: { level: 'connection' },
  reset: {
    at: { connect: 'connection', handshake: 'connection', answer: 'request', body: 'request' },
  },
  stall: { at: { handshake: 'connection', answer: 'request', body: 'request' } },
  slow: { at: { handshake: 'connection', answer: 'request' }, effect: true },
  status: { level: 'request' },
  html: { level: 'request' },
  empty: { level: 'request' },
  notHttp: { level: 'request' },
  raw: { level: 'request', effect: true },
  hugeHeaders: { level: 'request' },
  truncate: { level: 'request', effect: true },
  badJson: { level: 'request', effect: true },
  wrongSchema: { level: 'request', effect: true },
  hugeBody: { level: 'request', effect: true },
  wrongLength: { level: 'request', effect: true },
  chunked: { level: 'request', effect: true },
  interim: { level: 'request', effect: true },
  closeKeepAlive: { level: 'request', effect: true },
  hold: { level: 'request', effect: true, joins: true },
  delay: { level: 'request', effect: true, joins: true },
  clock: { level: 'request', effect: true, joins: true },
  forgetWorkspace: { level: 'request', effect: true, joins: true },
  revokeTokens: { level: 'request', effect: true, joins: true },
};

const DEFAULT_PLACE = { reset: 'answer', stall: 'answer', slow: 'answer' };
const MATCH_FIELDS = ['call', 'method', 'path', 'workspaceId', 'nth'];

/** @param {string} message @throws {Error} always */
function refuseRule(message) {
  throw new Error(`Fault rule not understood: ${message}`);
}

/** @param {{type: string, at?: string}} fault @returns {{fault: object, level: string}} */
function readFault(fault) {
  const type = fault && TYPES[fault.type];
  if (!type) {
    refuseRule(`type "${fault && fault.type}". Known: ${Object.keys(TYPES).join(', ')}.`);
  }
  if (fault.type === 'wrongCert' && !CERTIFICATE_NAMES.includes(fault.certificate)) {
    refuseRule(`certificate "${fault.certificate}". Known: ${CERTIFICATE_NAMES.join(', ')}.`);
  }
  if (!type.at) return { fault, level: type.level };
  const at = fault.at || DEFAULT_PLACE[fault.type];
  if (!type.at[at]) {
    refuseRule(`"${fault.type}" at "${at}". Known: ${Object.keys(type.at).join(', ')}.`);
  }
  return { fault: { ...fault, at }, level: type.at[at] };
}

/** @param {object} match @param {string} level @returns {object} with the path as RegExp */
function readMatch(match, level) {
  const unknown = Object.keys(match).find((field) => !MATCH_FIELDS.includes(field));
  if (unknown) refuseRule(`match.${unknown}. Known: ${MATCH_FIELDS.join(', ')}.`);
  if (level !== 'request') {
    const needless = Object.keys(match).find((field) => field !== 'nth');
    if (needless) {
      refuseRule(`match.${needless}: this fault strikes before a request is read. Leave it out.`);
    }
  }
  return { ...match, ...(match.path && { path: new RegExp(match.path) }) };
}

/**
 * @param {{match?: object, times?: number, fault: object}} rule as a person writes it
 * @returns {object} the rule in use, with its counters
 * @throws {Error} that says what is wrong with it
 */
function readRule(rule) {
  if (!rule || typeof rule !== 'object') refuseRule('it is not an object.');
  const { fault, level } = readFault(rule.fault);
  const { times = Infinity } = rule;
  if (!(times > 0)) refuseRule(`times ${times}. Give a positive number or leave it out.`);
  return { match: readMatch(rule.match || {}, level), times, fault, level, seen: 0, fired: 0 };
}

/** @param {object} match @param {object} entry of the request log @returns {boolean} */
function fits(match, entry) {
  return (!match.call || match.call === entry.call)
    && (!match.method || match.method === entry.method)
    && (!match.path || match.path.test(entry.path))
    && (!match.workspaceId || match.workspaceId === entry.workspaceId);
}

/** The rules in force. The first that fits wins; those that join others apply in any case. */
class FaultRules {
  constructor() {
    this.rules = [];
  }

  /** @param {object[]} rules @returns {object[]} the rules in use */
  add(rules) {
    const read = rules.map(readRule); // all are read before any is in force
    this.rules.push(...read);
    return read;
  }

  clear() {
    this.rules = [];
  }

  /** @param {object} rule @returns {boolean} whether it is this rule's turn */
  take(rule) {
    rule.seen += 1;
    if (rule.seen < (rule.match.nth || 1) || rule.fired >= rule.times) return false;
    rule.fired += 1;
    return true;
  }

  /** @returns {object|undefined} the fault of a socket that was just accepted */
  forConnection() {
    const rule = this.rules.find((one) => one.level === 'connection' && this.take(one));
    return rule && rule.fault;
  }

  /** @param {object} entry @returns {object[]} faults of a request: at most one does not join */
  forRequest(entry) {
    let struck = false;
    const here = this.rules.filter((rule) => {
      const joins = TYPES[rule.fault.type].joins;
      if (rule.level !== 'request' || (struck && !joins)) return false;
      if (!fits(rule.match, entry) || !this.take(rule)) return false;
      struck = struck || !joins;
      return true;
    });
    return here.map((rule) => rule.fault);
  }

  /** @returns {object[]} for the control port */
  describe() {
    return this.rules.map(({ match, times, fault, seen, fired }) => ({
      match: { ...match, ...(match.path && { path: match.path.source }) },
      times: times === Infinity ? 'until cleared' : times,
      fault, seen, fired,
    }));
  }
}

/** @param {object} fault @returns {boolean} whether the call takes effect under this fault */
function takesEffect(fault) {
  if (fault.effect !== undefined) return fault.effect;
  return TYPES[fault.type].effect === true || fault.at === 'body';
}

module.exports = { FaultRules, takesEffect, joins: (fault) => TYPES[fault.type].joins === true };
