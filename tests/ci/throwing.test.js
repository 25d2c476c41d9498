'use strict';
const assert = require('assert');
const { it } = require('node:test');
const { findThrowing } = require('../../.ci/lib/throwing');

/** @param {string} source @param {string} [file] */
const check = (source, file = 'module/workspace/a.cc') => findThrowing([{ file, source }]);

it('names file, line and what to use instead', () => {
  const [use, ...others] = check('int a;\nint b = json.get<int>();\n');
  assert.match(use, /^module\/workspace\/a\.cc:2: \.get< may throw; instead: AsText, AsInteger/);
  assert.deepStrictEqual(others, []);
});

it('knows what throws', () => {
  for (const line of [
    'throw 1;', 'try {', '} catch (...) {', 'std::stoi(text)', 'std::get<Json>(outcome)',
    'list.at(i)', 'json->get_ref<const std::string&>()', 'json.value("a", 1)',
    'json["a"]', '(*json)["a"] = 1;', 'f()["a"]', 'json.dump()', 'Json::parse(text)',
    'json.update(other)', 'std::random_device device;', 'std::mutex lock;',
  ]) {
    assert.strictEqual(check(line).length, 1, line);
  }
});

it('leaves alone what only looks so', () => {
  for (const line of [
    '// we try, catch and throw', '/* json["a"]\n */', 'text = "try to throw json.dump()";',
    'v8::TryCatch caught(isolate);', 'result.value().get()', 'pointer.get()', 'R"({"a": try})"',
    'kTable.at(static_cast<size_t>(from)).at(static_cast<size_t>(event))', 'kKinds.at(i)',
    '"[" + host + "]"', 'REGISTRAR_CO_TRY(co_await X());',
  ]) {
    assert.deepStrictEqual(check(line), [], line);
  }
});

it('holds in the rooms, but not in the tests nor where Json is wrapped', () => {
  assert.deepStrictEqual(check('json["a"]', 'tests/unit/a.cc'), []);
  assert.deepStrictEqual(check('value.dump();', 'module/base/json.cc'), []);
  assert.strictEqual(check('throw 1;', 'module/base/json.cc').length, 1);
  assert.strictEqual(check('json["a"]', 'hooks/a.cc').length, 1);
});
