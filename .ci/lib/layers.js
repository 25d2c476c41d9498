'use strict';
// Who may include whom. Each room names the rooms that its files may include besides its
// own; the arrows go one way, so that every room can be built and tested without those
// above it.

/** @type {Record<string, string[]>} */
const ALLOWED = {
  'module/compat': ['module/base'],
  'module/base': [],
  'module/async': ['module/base'],
  'module/host': ['module/async', 'module/base'],
  'module/net': ['module/async', 'module/base'],
  'module/cloud': ['module/net', 'module/async', 'module/base'],
  settings: ['module/host', 'module/async', 'module/base'],
  'module/workspace': [
    'settings', 'module/host', 'module/cloud', 'module/net', 'module/async', 'module/base',
  ],
  hooks: [
    'module/workspace', 'settings', 'module/host', 'module/cloud', 'module/net',
    'module/async', 'module/base',
  ],
  'module/node': [
    'hooks', 'module/workspace', 'settings', 'module/host', 'module/cloud', 'module/net',
    'module/async', 'module/base',
  ],
};

/** Headers of V8 and of Node, which only one room may know. */
const NODE_HEADER = /^(node(_\w+)?\.h|js_native_api\w*\.h|v8[\w-]*\.h|(libplatform|cppgc)\/.*)$/;
const NODE_ROOM = 'module/node';

/**
 * @param {string} file a path from the repository's root
 * @returns {string | undefined} the room that it lies in
 */
function roomOf(file) {
  return Object.keys(ALLOWED).find((room) => file.startsWith(`${room}/`));
}

/**
 * @param {string} source
 * @returns {{line: number, header: string, own: boolean}[]} own: written in quotes
 */
function includesOf(source) {
  const found = [];
  for (const [index, text] of source.split('\n').entries()) {
    const match = /^\s*#\s*include\s*(["<])([^">]+)[">]/.exec(text);
    if (match) found.push({ line: index + 1, header: match[2], own: match[1] === '"' });
  }
  return found;
}

/**
 * @param {string} room
 * @param {string} header
 * @param {boolean} own
 * @returns {string | undefined} why a file of the room may not include the header
 */
function objection(room, header, own) {
  if (NODE_HEADER.test(header) && room !== NODE_ROOM) {
    return `only ${NODE_ROOM} may know V8 and Node`;
  }
  if (!own) return undefined;
  const target = roomOf(header);
  if (!target) return 'write own headers as paths from the root of the repository';
  if (target === room || ALLOWED[room].includes(target)) return undefined;
  return `${room} may include ${ALLOWED[room].join(', ') || 'no other room'}`;
}

/**
 * @param {{file: string, source: string}[]} files those outside the rooms are passed over
 * @returns {string[]} one line for each include that breaks the order
 */
function findViolations(files) {
  return files.flatMap(({ file, source }) => {
    const room = roomOf(file);
    if (!room) return /^module\//.test(file) ? [`${file}: lies in no known room`] : [];
    return includesOf(source).flatMap(({ line, header, own }) => {
      const reason = objection(room, header, own);
      return reason ? [`${file}:${line}: includes ${header}, but ${reason}`] : [];
    });
  });
}

module.exports = { findViolations };
