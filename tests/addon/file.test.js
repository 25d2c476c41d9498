'use strict';
// One file for every Linux: what must be true of the built addons is read off the files.

const assert = require('assert');
const fs = require('fs');
const path = require('path');
const { describe, it } = require('node:test');
const { RELEASES, definedSymbols, readelf, root, undefinedSymbols } = require('./elf');

const MUSL = '/lib/ld-musl-x86_64.so.1';

/** @returns {Map<string, boolean>} name → is an unversioned use bound to an older version */
function glibcSymbols() {
  const text = fs.readFileSync(path.join(__dirname, 'glibc-2.31-symbols.txt'), 'utf8');
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(lines.map((line) => {
    const [name, older] = line.split(' ');
    return [name, older === 'older'];
  }));
}

/**
 * memcpy of GLIBC_2.2.5 is memmove, and clock_gettime is the same function under both versions
 * since it moved from librt. Others (pthread_cond_wait, realpath, regexec, …) differ in layout or
 * meaning from what today's headers promise and must not be used.
 */
const HARMLESS_OLDER_VERSIONS = new Set(['memcpy', 'clock_gettime']);

/**
 * @param {string} addon
 * @param {((name: string) => boolean)[]} sources
 * @returns {string[]} what the addon needs and none of the sources has
 */
function missing(addon, ...sources) {
  return undefinedSymbols(addon)
    .filter(({ name, weak }) => !weak && !sources.some((has) => has(name)))
    .map(({ name }) => name);
}

/** On arm64 the stack protector compares with a variable of libc, not with one of the thread. */
const STACK_GUARD = (/** @type {string} */ name) => name === '__stack_chk_guard';

/** @param {{abi: number, addon: string, node: string}} built */
function declareEveryProcessor({ abi, addon, node }) {
  it('names no library', () => {
    const dynamic = readelf(addon, '-d');
    assert.match(dynamic, /GNU_HASH/);
    assert.doesNotMatch(dynamic, /\((NEEDED|RPATH|RUNPATH)\)/);
  });

  it('names no version of a symbol', () => {
    assert.match(readelf(addon, '-V'), /No version information found/);
    assert.doesNotMatch(readelf(addon, '--dyn-syms'), /@/);
  });

  it('has no packed relocations, which musl reads from 1.2.4 on only', () => {
    assert.doesNotMatch(readelf(addon, '-d'), /\(RELR/);
  });

  it('is stripped and smaller than a megabyte', () => {
    assert.doesNotMatch(readelf(addon, '-S'), /\.symtab|\.debug_/);
    assert.ok(fs.statSync(addon).size < 1e6, `${fs.statSync(addon).size} bytes`);
  });

  it('says nothing of the place where it was built', () => {
    assert.ok(!fs.readFileSync(addon).includes(root), `${root} is in the file`);
  });

  it('is hardened', () => {
    assert.match(readelf(addon, '-l'), /GNU_STACK.* RW /);
    assert.match(readelf(addon, '-l'), /GNU_RELRO/);
    const dynamic = readelf(addon, '-d');
    assert.match(dynamic, /Flags: NOW/);
    assert.doesNotMatch(dynamic, /TEXTREL/);
    const needed = undefinedSymbols(addon).map(({ name }) => name);
    assert.ok(needed.includes('__stack_chk_fail'), 'the stack protector is on');
  });

  it('stays loaded, so that thread-exit handlers stay valid', () => {
    assert.match(readelf(addon, '-d'), /NODELETE/);
  });

  it('exports its entry point and nothing else', () => {
    assert.deepStrictEqual([...definedSymbols(addon)], [`node_register_module_v${abi}`]);
  });

  it('brings its own C++ runtime', () => {
    const runtime = /^(_ZNK?R?S[tabsiod]|_ZNK?R?St|_ZS[tabsiod]|_Znw|_Zdl|__cxa_throw|_Unwind_)/;
    const foreign = undefinedSymbols(addon).filter(({ name }) => runtime.test(name));
    assert.deepStrictEqual(foreign, []);
  });

  it('finds all that it needs in Node and the glibc of Debian 11', () => {
    const inNode = definedSymbols(node);
    const inGlibc = glibcSymbols();
    assert.deepStrictEqual(
      missing(addon, (name) => inNode.has(name), (name) => inGlibc.has(name), STACK_GUARD), []);
  });

  it('finds all that it needs in Node and musl', () => {
    const inNode = definedSymbols(node);
    const inMusl = definedSymbols(MUSL);
    assert.deepStrictEqual(
      missing(addon, (name) => inNode.has(name), (name) => inMusl.has(name), STACK_GUARD), []);
  });
}

for (const { release, abi, addon, foreign, node } of RELEASES) {
  describe(`the addon for Node ${release}`, () => {
    declareEveryProcessor({ abi, addon, node });

    it('binds to no older version of a glibc function with another meaning', () => {
      const inGlibc = glibcSymbols();
      const older = undefinedSymbols(addon).map(({ name }) => name)
        .filter((name) => inGlibc.get(name) && !HARMLESS_OLDER_VERSIONS.has(name));
      assert.deepStrictEqual(older, []);
    });
  });

  // Its Node cannot be read here; what it exports does not differ.
  const skip = fs.existsSync(foreign) ? false : 'not built (`npm run package` builds it)';
  describe(`the addon for Node ${release} on arm64`, { skip }, () => {
    declareEveryProcessor({ abi, addon: foreign, node });
  });
}
