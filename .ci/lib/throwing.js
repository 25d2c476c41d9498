'use strict';
// The library is compiled without exceptions: what would throw ends the process. These are the
// functions that throw upon a value that was not expected, by name, and what to use instead.

/** Where the rule holds; its own exceptions are the wrappers that the others use. */
const ROOMS = ['module/', 'settings/', 'hooks/'];
const WRAPPERS = ['module/base/json.cc'];

/** @type {[RegExp, string][]} */
const ANYWHERE = [
  [/\b(throw|try|catch)\b/, 'failures are values: Result, Status'],
  [/\b(dynamic_cast<|typeid\b)/, 'there is no type information at run time'],
  [/\bstd::sto[a-z]+\b/, 'std::from_chars'],
  [/\bstd::get</, 'std::get_if'],
  [/\bstd::(random_device|thread|mutex|regex|filesystem|locale|[io]?stringstream)\b/,
    'it throws a system_error or worse'],
  // A table of constants, at an index that is an enumerator or counted by its size.
  [/(?<!\bk[A-Z]\w*(\.at\(static_cast<size_t>\(\w+\)\))?)(\.|->)at\(/, 'find, or [] behind a check'],
];

/** @type {[RegExp, string][]} */
const JSON_MEMBERS = [
  [/(\.|->)(get|get_to|get_ref)</, 'AsText, AsInteger, AsNumber, BoolOr (module/base/json.h)'],
  [/(\.|->)value\([^)\s]/, 'StringOr, IntegerOr, BoolOr, Member (module/base/json.h)'],
  [/[\w)\]]\["/, 'Member, Put (module/base/json.h)'],
  [/(\.|->)dump\(/, 'WriteJson (module/base/json.h)'],
  [/\bJson::(parse|from_\w+|to_\w+)\(/, 'ParseJson (module/base/json.h)'],
  [/(\.|->)(update|patch|merge_patch|flatten|unflatten)\(/, 'PutAll (module/base/json.h)'],
];

/**
 * @param {string} source
 * @returns {string} without comments, and without what is within quotes; lines stay where they are
 */
function codeOf(source) {
  const token = /\/\/[^\n]*|\/\*[^]*?\*\/|R"\((?:[^]*?)\)"|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])+'/g;
  return source.replace(token, (text) => {
    const lines = '\n'.repeat(text.split('\n').length - 1);
    return /^R?"/.test(text) ? `""${lines}` : lines;
  });
}

/**
 * @param {{file: string, source: string}[]} files those outside the rooms are passed over
 * @returns {string[]} one line for each use of what throws
 */
function findThrowing(files) {
  return files.flatMap(({ file, source }) => {
    if (!ROOMS.some((room) => file.startsWith(room))) return [];
    const rules = WRAPPERS.includes(file) ? ANYWHERE : [...ANYWHERE, ...JSON_MEMBERS];
    return codeOf(source).split('\n').flatMap((line, index) => rules
      .filter(([pattern]) => pattern.test(line))
      .map(([pattern, instead]) => {
        const [found] = pattern.exec(line) || [''];
        return `${file}:${index + 1}: ${found.trim()} may throw; instead: ${instead}`;
      }));
  });
}

module.exports = { findThrowing };
