'use strict';
const assert = require('assert');
const { it } = require('node:test');
const { findViolations } = require('../../.ci/lib/layers');

/** @param {string} file @param {string} source */
const check = (file, source) => findViolations([{ file, source }]);

it('lets a room include the rooms below it and itself', () => {
  assert.deepStrictEqual(check('module/net/a.cc', '#include "module/async/task.h"\n'), []);
  assert.deepStrictEqual(check('module/net/a.cc', '#include "module/net/a.h"\n'), []);
  assert.deepStrictEqual(check('hooks/a.cc', '#include "module/host/host.h"\n'), []);
  assert.deepStrictEqual(check('module/net/a.cc', '#include <openssl/ssl.h>\n'), []);
});

it('names file, line and header of an include from a room above', () => {
  const [violation, ...others] = check('module/net/a.cc', '\n#include "module/cloud/b.h"\n');
  assert.match(violation, /^module\/net\/a\.cc:2: includes module\/cloud\/b\.h, but module\/net /);
  assert.deepStrictEqual(others, []);
});

it('keeps the port apart from the network and the cloud', () => {
  assert.strictEqual(check('module/host/a.h', '#include "module/net/url.h"').length, 1);
  assert.strictEqual(check('module/cloud/a.cc', '#include "module/host/host.h"').length, 1);
});

it('lets only one room know V8 and Node, however they are written', () => {
  for (const header of ['<v8.h>', '"v8.h"', '<v8-promise.h>', '<node.h>', '<node_buffer.h>']) {
    assert.strictEqual(check('module/workspace/a.cc', `#  include ${header}`).length, 1, header);
    assert.deepStrictEqual(check('module/node/a.cc', `#include ${header.replace(/"(.*)"/, '<$1>')}`),
      []);
  }
});

it('asks for paths from the root and for a known room', () => {
  assert.match(check('module/net/a.cc', '#include "url.h"')[0], /paths from the root/);
  assert.match(check('module/new/a.cc', '')[0], /no known room/);
});
