'use strict';
// The library is compiled without exceptions: where one would be thrown the process ends. Which
// functions could do that is read off the compiled rooms; there is none that is not listed here.

const assert = require('assert');
const fs = require('fs');
const path = require('path');
const { it } = require('node:test');
const { execFileSync } = require('child_process');
const { readelf, root, run } = require('./elf');

const BUILD = path.join(root, 'build', 'node22');

/** Where a process ends that should have thrown. */
const ENDS = /\b(_ZN9registrar11EndOnMisuse|_ZN5boost15throw_exception|_ZSt\d+__throw_\w+)/;

/**
 * Needs no look at each place: no memory; an empty function that is called; a position or an index
 * beyond the end (.ci/lint keeps `at` to tables of constants, the fuzzers look for the rest).
 */
const GENERAL = new RegExp('__throw_(bad_alloc|bad_array_new_length|length_error|logic_error'
  + '|bad_function_call|out_of_range_fmt)');

/** @type {[RegExp, string][]} the functions that may be there, and why none ends the process */
const KNOWN = [
  [/^_ZN8nlohmann.*6detail6parserI|detail::parser<.*>::(parse|sax_parse_internal)/,
    'parses with allow_exceptions=false'],
  [/detail::json_sax_dom_callback_parser<.*>::/, 'takes out what ParseJson refuses'],
  [/basic_json<.*>::erase</, 'called by that parser alone, with its own iterator'],
  [/detail::iter_impl<.*>::operator(==|!=|\*|->)/, 'used by the parser, on one value'],
  [/operator(==|!=)<nlohmann.*iter_impl/, 'the same'],
  [/detail::serializer<.*>::dump_escaped/, 'writes with error_handler_t::replace'],
  [/basic_json\(std::initializer_list</, 'the form of a list in the code; seen when it runs once'],
  [/^(boost::throw_exception|registrar::EndOnMisuse)\(/, 'the end itself'],
  [/^boost::basic_string_view<.*>::copy\(/, 'copies from the beginning'],
  [/basic_fields<.*>::(insert|new_element)\(/, 'ResponseReader hands over no field beyond 16 bits'],
  [/http::parser<.*>::on_response_impl\(|http::header<.*>::result\(/, 'three digits are read'],
  [/^boost::system::detail::to_std_category\(/, 'nobody asks for a category of std'],
];

/** @returns {string[]} the functions, each with the end that it knows the way to */
function waysToTheEnd() {
  const archives = fs.readdirSync(BUILD).filter((name) => /^libregistrar_\w+\.a$/.test(name));
  assert.ok(archives.length >= 7, 'the rooms are built');
  const binding = path.join(BUILD, 'CMakeFiles', 'registrar_addon.dir', 'module', 'node');
  const objects = fs.readdirSync(binding).filter((name) => name.endsWith('.o'));
  const files = [...archives.map((name) => path.join(BUILD, name)),
    ...objects.map((name) => path.join(binding, name))];
  const found = new Set();
  for (const file of files) {
    let section = '';
    for (const line of readelf(file, '-r').split('\n')) {
      const title = /^Relocation section '\.rela\.(?:text\.)?(?:unlikely\.)?([^']*)'/.exec(line);
      if (title) section = title[1];
      const end = ENDS.exec(line);
      if (end && !GENERAL.test(end[1])) found.add(section);
    }
  }
  return execFileSync('c++filt', [], { input: [...found].join('\n'), encoding: 'utf8' })
    .trim().split('\n');
}

it('knows every function of the rooms that could end the process', () => {
  const unknown = waysToTheEnd().filter((name) => !KNOWN.some(([pattern]) => pattern.test(name)));
  assert.deepStrictEqual(unknown, []);
});

it('would see one that is new', () => {
  const folder = fs.mkdtempSync(path.join(root, 'build', 'no-throw-'));
  try {
    const source = path.join(folder, 'new.cc');
    fs.writeFileSync(source, '#include "module/base/json.h"\n'
      + 'int Careless(const registrar::Json& json) { return json.get<int>(); }\n');
    const object = path.join(folder, 'new.o');
    run('g++-12', ['-std=c++20', '-Os', '-fno-exceptions', '-ffunction-sections', `-I${root}`,
      '-c', source, '-o', object]);
    assert.match(readelf(object, '-r'), ENDS);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});
